"""Matrix products of a layer: by loops where matrices are small, by numpy's own BLAS where they are large.

Layers lie as neurons × samples. The inputs lie as samples × inputs where BLAS takes them, as they do in the data.
"""

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from bpexplorer.core.engine.compiled.elementary import fast

#: What CBLAS calls the order of rows, and matrices taken as they are or turned.
_ROW_MAJOR, _AS_IS, _TURNED = 101, 111, 112


@intrinsic
def _call_gemm(typing_context, address, turn_a, turn_b, m, n, k, add, a, row_a, b, row_b, keep, c, row_c):
    """C ← keep C + add A B, by the function ``cblas_?gemm`` with 64-bit integers at this address.

    ``keep`` and ``add`` have the arrays' type; where ``keep`` is 0, what C was isn't read. a, b, c are addresses;
    row_a, row_b, row_c the numbers between two rows.
    """
    del typing_context
    given = (address, turn_a, turn_b, m, n, k, add, a, row_a, b, row_b, keep, c, row_c)
    factors = [one for one in given if isinstance(one, types.Float)]
    if factors != [add, add]:
        return None
    signature = types.void(*[one if isinstance(one, types.Float) else types.intp for one in given])

    def generate(context, builder, signature, arguments):
        address, turn_a, turn_b, m, n, k, add, a, row_a, b, row_b, keep, c, row_c = arguments
        real, enum, long = context.get_value_type(signature.args[6]), ir.IntType(32), ir.IntType(64)
        pointer = ir.IntType(8).as_pointer()
        parameters = [
            enum,
            enum,
            enum,
            long,
            long,
            long,
            real,
            pointer,
            long,
            pointer,
            long,
            real,
            pointer,
            long,
        ]
        function = ir.FunctionType(ir.VoidType(), parameters)
        values = [
            enum(_ROW_MAJOR),
            builder.trunc(turn_a, enum),
            builder.trunc(turn_b, enum),
            m,
            n,
            k,
            add,
            builder.inttoptr(a, pointer),
            row_a,
            builder.inttoptr(b, pointer),
            row_b,
            keep,
            builder.inttoptr(c, pointer),
            row_c,
        ]
        builder.call(builder.inttoptr(address, function.as_pointer()), values)
        return context.get_dummy_value()

    return signature, generate


@fast
def weighted_inputs(w, b, a, z, n_in, stride, blas, x, samples, one):
    """z = W a + b. ``blas`` is an address, or 0 for loops; x is not empty where a lies as samples × inputs."""
    n_out = len(b)
    if blas == 0:
        _product_by_loops(w, b, a, z, n_in, stride)
        return
    if len(x):
        _call_gemm(
            blas, _AS_IS, _TURNED, n_out, samples, n_in, one,
            w.ctypes.data, n_in, x.ctypes.data, n_in, one - one, z.ctypes.data, stride,
        )  # fmt: skip
    else:
        _call_gemm(
            blas, _AS_IS, _AS_IS, n_out, samples, n_in, one,
            w.ctypes.data, n_in, a.ctypes.data, stride, one - one, z.ctypes.data, stride,
        )  # fmt: skip
    for j in range(n_out):
        for s in range(j * stride, (j + 1) * stride):
            z[s] += b[j]


@fast
def _product_by_loops(w, b, a, z, n_in, stride):
    for j in range(len(b)):
        row = z[j * stride : (j + 1) * stride]
        for s in range(stride):
            row[s] = b[j]
        w_j = w[j * n_in : (j + 1) * n_in]
        for i in range(0, n_in - 3, 4):
            w0, w1, w2, w3 = w_j[i], w_j[i + 1], w_j[i + 2], w_j[i + 3]
            a0, a1 = a[i * stride : (i + 1) * stride], a[(i + 1) * stride : (i + 2) * stride]
            a2, a3 = a[(i + 2) * stride : (i + 3) * stride], a[(i + 3) * stride : (i + 4) * stride]
            for s in range(stride):
                row[s] += w0 * a0[s] + w1 * a1[s] + w2 * a2[s] + w3 * a3[s]
        for i in range(n_in - n_in % 4, n_in):
            w0, a0 = w_j[i], a[i * stride : (i + 1) * stride]
            for s in range(stride):
                row[s] += w0 * a0[s]


@fast
def carried_errors(w, delta, back, n_in, stride, blas, samples, one):
    """back = Wᵀ δ, the sum in BP2."""
    n_out = len(w) // n_in
    if blas != 0:
        _call_gemm(
            blas, _TURNED, _AS_IS, n_in, samples, n_out, one,
            w.ctypes.data, n_in, delta.ctypes.data, stride, one - one, back.ctypes.data, stride,
        )  # fmt: skip
        for i in range(n_in):
            back[i * stride + samples : (i + 1) * stride] = 0  # what a larger batch left there
        return
    for i in range(n_in):
        row = back[i * stride : (i + 1) * stride]
        w0, d0 = w[i], delta[:stride]
        for s in range(stride):
            row[s] = w0 * d0[s]
        for j in range(1, n_out - 3, 4):
            w0, w1, w2, w3 = (
                w[j * n_in + i],
                w[(j + 1) * n_in + i],
                w[(j + 2) * n_in + i],
                w[(j + 3) * n_in + i],
            )
            d0, d1 = delta[j * stride : (j + 1) * stride], delta[(j + 1) * stride : (j + 2) * stride]
            d2, d3 = delta[(j + 2) * stride : (j + 3) * stride], delta[(j + 3) * stride : (j + 4) * stride]
            for s in range(stride):
                row[s] += w0 * d0[s] + w1 * d1[s] + w2 * d2[s] + w3 * d3[s]
        for j in range(n_out - (n_out - 1) % 4, n_out):
            w0, d0 = w[j * n_in + i], delta[j * stride : (j + 1) * stride]
            for s in range(stride):
                row[s] += w0 * d0[s]


@fast
def gradients(delta, a, grad_w, grad_b, n_in, stride, blas, x, samples, one):
    """BP3 and BP4, for δ that is divided by the number of samples; beyond them δ is 0."""
    sum_errors(delta, grad_b, stride)
    if blas == 0:
        _gradient_by_loops(delta, a, grad_w, n_in, stride)
    else:
        add_gradient(delta, a, grad_w, n_in, stride, blas, x, samples, one - one, one)


@fast
def sum_errors(delta, grad_b, stride):
    """BP3."""
    for j in range(len(grad_b)):
        total = delta[j * stride]
        for s in range(j * stride + 1, (j + 1) * stride):
            total += delta[s]
        grad_b[j] = total


@fast
def add_gradient(delta, a, into, n_in, stride, blas, x, samples, keep, add):
    """BP4 by BLAS, into a sum: into ← keep · into + add ∂C/∂W; where ``keep`` is 0, what was there isn't read."""
    n_out = len(into) // n_in
    if len(x):
        _call_gemm(
            blas, _AS_IS, _AS_IS, n_out, n_in, samples, add,
            delta.ctypes.data, stride, x.ctypes.data, n_in, keep, into.ctypes.data, n_in,
        )  # fmt: skip
    else:
        _call_gemm(
            blas, _AS_IS, _TURNED, n_out, n_in, samples, add,
            delta.ctypes.data, stride, a.ctypes.data, stride, keep, into.ctypes.data, n_in,
        )  # fmt: skip


@fast
def _gradient_by_loops(delta, a, grad_w, n_in, stride):
    for j in range(len(delta) // stride):
        d = delta[j * stride : (j + 1) * stride]
        row = grad_w[j * n_in : (j + 1) * n_in]
        nothing = d[0] - d[0]
        for i in range(0, n_in - 3, 4):
            a0, a1 = a[i * stride : (i + 1) * stride], a[(i + 1) * stride : (i + 2) * stride]
            a2, a3 = a[(i + 2) * stride : (i + 3) * stride], a[(i + 3) * stride : (i + 4) * stride]
            t0 = t1 = t2 = t3 = nothing
            for s in range(stride):
                t0 += d[s] * a0[s]
                t1 += d[s] * a1[s]
                t2 += d[s] * a2[s]
                t3 += d[s] * a3[s]
            row[i], row[i + 1], row[i + 2], row[i + 3] = t0, t1, t2, t3
        for i in range(n_in - n_in % 4, n_in):
            a0, t0 = a[i * stride : (i + 1) * stride], nothing
            for s in range(stride):
                t0 += d[s] * a0[s]
            row[i] = t0
