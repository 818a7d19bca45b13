"""Makes the bytes of files that aren't texts."""

import base64
import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

Cell = str | float | bool | None


def npy(array: NDArray[Any]) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=True)
    return stream.getvalue()


def npz(*unnamed: Any, compressed: bool = False, **arrays: Any) -> bytes:
    stream = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(stream, *unnamed, **arrays)
    return stream.getvalue()


def idx(array: NDArray[Any], *, shape: Sequence[int] | None = None) -> bytes:
    codes = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}
    head = bytes([0, 0, codes[array.dtype.str[1:]], array.ndim])
    lengths = b"".join(length.to_bytes(4, "big") for length in (shape or array.shape))
    return head + lengths + array.astype(array.dtype.newbyteorder(">")).tobytes()


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def archive(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name), data, method)
    return stream.getvalue()


def claiming(data: bytes, size: int) -> bytes:
    """An archive whose directory claims so many unpacked bytes of its last member."""
    at = data.rindex(b"PK\x01\x02") + 24
    return data[:at] + struct.pack("<I", size) + data[at + 4 :]


def xlsx(**sheets: Sequence[Sequence[Cell]]) -> bytes:
    """The least that is a workbook: each sheet with its rows."""
    names = list(sheets)
    main = "http://schemas.openxmlformats.org"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    members = {
        "[Content_Types].xml": f'<Types xmlns="{main}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{kinds}.worksheet+xml"/>'
            for number in range(1, len(names) + 1)
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{main}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{main}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}/spreadsheetml/2006/main" '
        f'xmlns:r="{main}/officeDocument/2006/relationships"><sheets>'
        + "".join(
            f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"/>'
            for number, name in enumerate(names, start=1)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{main}/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="r{number}" Type="{main}/officeDocument/2006/relationships/worksheet" '
            f'Target="worksheets/sheet{number}.xml"/>'
            for number in range(1, len(names) + 1)
        )
        + f'<Relationship Id="s" Type="{main}/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
        "</Relationships>",
        # Style 1 is a date.
        "xl/styles.xml": f'<styleSheet xmlns="{main}/spreadsheetml/2006/main"><cellXfs count="2">'
        '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for number, rows in enumerate(sheets.values(), start=1):
        body = "".join(
            f'<row r="{row}">'
            + "".join(_cell(row, column, cell) for column, cell in enumerate(cells))
            + "</row>"
            for row, cells in enumerate(rows, start=1)
        )
        members[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{main}/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'
        )
    return archive(
        {name: f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode() for name, text in members.items()}
    )


def _cell(row: int, column: int, cell: Cell) -> str:
    place = f"{chr(65 + column)}{row}"
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, str) and cell.startswith("date:"):
        return f'<c r="{place}" s="1"><v>{cell[5:]}</v></c>'
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell!r}</v></c>'


def ods(**sheets: Sequence[Sequence[Cell]]) -> bytes:
    """The least that is a spreadsheet of OpenDocument."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(
            "<table:table-row>" + "".join(map(_ods_cell, cells)) + "</table:table-row>" for cells in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return archive(
        {
            "mimetype": kind.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(cell).lower()}"/>'
    if isinstance(cell, str):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        )
    return f'<table:table-cell office:value-type="float" office:value="{cell!r}"/>'


def png(grey: NDArray[np.uint8]) -> bytes:
    """A picture in shades of grey, shape (height, width)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = grey.shape
    lines = b"".join(b"\0" + bytes(line) for line in grey)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


#: A workbook of Excel 97, as xlwt 1.3 writes it: size, kind, ok and d (dates) with two rows.
XLS = zlib.decompress(
    base64.b85decode(
        "c-rk)O=wd=5dL=aAJY8PRA_|~3btC?gLv`MMkU%)O7-F|Xlil@kwjt-wg;`&90kFXB0{Aeyi~pTgB}z-cn~Uj5CkF7qbEVZL!0O9"
        "ynUKRg$A_HvR~NQ+1Z)d$=lhV_g*i=s<ZdIYG}eRT&P<CcpGGbO2BDELH(AcSf}<=u?*G}0)CoEuLn=sUis7<s`;)#;-33CQQ#w$"
        "V>pe`QZbiUMeN}iGD5{LL{#7gNy6ylsM?vHWV(UrUDkZcbQeo5GaVw`syKp$<Y@m+oyCV_5BG(k{61ux_bl0t4!l%ZeEy2Cbv@W!"
        "&Sy@ov5szc2y>tb9my4QWz~-0HiE!m!eBZ*m`YU<r^%kfH!A^rbyoGWgpseVT!7@?m&<*Bk^5;9o8?!f8<>W5f)_~zA%xwk$Bk5G"
        "BD07-UeaEc;7oohM^zzT%u>3S3Y0ZjDrc!o2G#D)yFql>ZqUZ7Bt$fe2=g&sD^Ut(@y?ew>G84Tah6Q;31FWSn^jn_a6ws+ahQ8t"
        "utNj-*<u^hi|ln1^Ic5il*m-~j&*2e-wf+q;@(~wX9weLvaf;PLVV@({zu)FPsy#s&yUom;`8s4v*@97D@*q3H-iB&Ag*6ic${=<"
        "q4$&zOgn$uU;HwvW4H8S7{QWSQG^&%yQQ9v_}P;BS=lWYwOrblX!3PV23Z!vQEBT7_NAVcNBW7E?Ag|HQM5N-NcJTE;7PKlpdQ(t"
        "GmrKp*%P#$@^p(l4a;^sP-e7y{z4E21_lNO1_lNO>kEQ!srJpB@0$A7@6+FPmZ;RtXOeY`11QmNf?g{3qDXZalP%@XMtFqdORUhw"
        "`Ch1SkVY?~fN_qa&~pCLTbpS7KPxtj{<|gA>iG3m;{4C!{{ZjF)*b"
    )
)
