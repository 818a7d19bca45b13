"""A choice among functions by a number, for compiled code."""

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

UNKNOWN = "no entry has this code"


def switch(functions):
    """One function for compiled code: of a code and what follows it, which it hands on to ``functions[code]``.

    It raises ValueError for a code without a function. Each function is compiled by itself, and all lie side by side in
    one switch of the processor's; numba, which can't take one out of a list of different functions, would have to nest
    branches, and compile each again with every one around it.
    """

    @intrinsic
    def choose(typing_context, code, *given):
        if not isinstance(code, types.Integer):
            return None
        kinds = [typing_context.resolve_value_type(function) for function in functions]
        signatures = [typing_context.resolve_function_type(kind, given, {}) for kind in kinds]
        result = typing_context.unify_types(*(one.return_type for one in signatures))

        def generate(context, builder, signature, arguments):
            chosen, packed = arguments
            passed = [builder.extract_value(packed, place) for place in range(len(given))]
            unknown, after = builder.append_basic_block("unknown"), builder.append_basic_block("after")
            branches, results = builder.switch(chosen, unknown), []
            for number, (kind, own) in enumerate(zip(kinds, signatures, strict=True)):
                branch = builder.append_basic_block(f"code_{number}")
                branches.add_case(ir.Constant(chosen.type, number), branch)
                builder.position_at_end(branch)
                returned = context.get_function(kind, own)(builder, passed)
                returned = context.cast(builder, returned, own.return_type, signature.return_type)
                results.append((returned, builder.block))  # the call may have made blocks of its own
                builder.branch(after)
            builder.position_at_end(unknown)
            context.call_conv.return_user_exc(builder, ValueError, (UNKNOWN,))
            builder.position_at_end(after)
            found = builder.phi(context.get_value_type(signature.return_type))
            for returned, block in results:
                found.add_incoming(returned, block)
            return found

        return result(code, types.Tuple(given)), generate

    return choose
