"""What a file keeps when another takes its place: owner, group, permissions, extended attributes."""

import errno
import os
import stat

from bpexplorer.translation import tr

#: What a system answers that can't do it for this file, or not for this user.
_CANNOT = frozenset(
    {errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.ENODATA}
)
#: Attributes that belong to what was in the file, or that the system gives anew.
_NOT_KEPT = ("security.", "trusted.", "system.nfs4_acl")
_ACCESS_LIST = "system.posix_acl_access"


def carry_over(replaced: os.stat_result, path: str | os.PathLike[str], descriptor: int) -> list[str]:
    """Give the open new file what the old one at ``path`` has; say in clauses what can't be kept.

    The bits set-user-ID and set-group-ID are dropped, as the system does where a file is written into. A group
    that can't be kept leaves no rights to another in its place.
    """
    if not hasattr(os, "fchown"):  # Windows: the folder's rights are inherited
        return []
    lost: list[str] = []
    mode = stat.S_IMODE(replaced.st_mode) & ~(stat.S_ISUID | stat.S_ISGID)
    keeps_owner = _owned(descriptor, replaced.st_uid, -1)
    keeps_group = _owned(descriptor, -1, replaced.st_gid)
    if not keeps_owner:
        lost.append(tr("its owner"))
    if not keeps_group:
        lost.append(tr("its group"))
        mode &= ~0o070 | (mode & 0o007) << 3
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
        os.fchmod(descriptor, mode)
    return lost + _carry_attributes(path, descriptor, with_access_list=keeps_owner and keeps_group)


def _owned(descriptor: int, owner: int, group: int) -> bool:
    """Whether the file belongs to them now; -1 stands for whoever it is."""
    status = os.fstat(descriptor)
    if owner in (-1, status.st_uid) and group in (-1, status.st_gid):
        return True
    try:
        os.fchown(descriptor, owner, group)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
        return False
    return True


def _carry_attributes(path: str | os.PathLike[str], descriptor: int, *, with_access_list: bool) -> list[str]:
    if not hasattr(os, "listxattr"):  # Linux alone has them in Python
        return []
    lost = []
    for name in _attributes(path):
        if name == _ACCESS_LIST and not with_access_list:
            lost.append(tr("its access list"))
            continue
        try:
            os.setxattr(descriptor, name, os.getxattr(path, name))
        except OSError as error:
            if error.errno not in _CANNOT:
                raise
            lost.append(tr("its attribute {name}", name=name))
    return lost


def _attributes(path: str | os.PathLike[str]) -> list[str]:
    try:
        return [name for name in os.listxattr(path) if not name.startswith(_NOT_KEPT)]
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
        return []
