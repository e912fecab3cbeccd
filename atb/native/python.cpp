#include "python.h"

namespace atb {
namespace native {

void Slots::add(const Dims &dims)
{
    add(dims.dimNum);
    for (int64_t length : dims.dims) add(length);
}

void Slots::add(const TensorDesc &desc)
{
    add(desc.dtype);
    add(desc.format);
    add(desc.shape);
}

void Slots::add(const Tensor &tensor)
{
    add(tensor.desc);
    add(tensor.deviceData);
    add(tensor.hostData);
    add(tensor.dataSize);
}

void Slots::add(const Chunk &chunk)
{
    add(chunk.chunkNum);
    add(chunk.chunkIndex);
}

Dims dimsOf(const int64_t *slots)
{
    Dims dims;
    dims.dimNum = static_cast<uint64_t>(slots[0]);
    std::memcpy(dims.dims, slots + 1, sizeof dims.dims);
    return dims;
}

TensorDesc descOf(const int64_t *slots)
{
    TensorDesc desc;
    desc.dtype = static_cast<aclDataType>(slots[0]);
    desc.format = static_cast<aclFormat>(slots[1]);
    desc.shape = dimsOf(slots + 2);
    return desc;
}

Tensor tensorOf(const int64_t *slots)
{
    Tensor tensor;
    tensor.desc = descOf(slots);
    tensor.deviceData = reinterpret_cast<void *>(slots[DESC_SLOTS]);
    tensor.hostData = reinterpret_cast<void *>(slots[DESC_SLOTS + 1]);
    tensor.dataSize = static_cast<uint64_t>(slots[DESC_SLOTS + 2]);
    return tensor;
}

SVector<TensorDesc> descsOf(const int64_t *slots, size_t count)
{
    SVector<TensorDesc> descs;
    for (size_t i = 0; i < count; ++i) descs.push_back(descOf(slots + i * DESC_SLOTS));
    return descs;
}

VariantPack packOf(const int64_t *slots, size_t inputs, size_t outputs)
{
    VariantPack pack;
    for (size_t i = 0; i < inputs; ++i) pack.inTensors.push_back(tensorOf(slots + i * TENSOR_SLOTS));
    for (size_t i = inputs; i < inputs + outputs; ++i) pack.outTensors.push_back(tensorOf(slots + i * TENSOR_SLOTS));
    return pack;
}

Slots tensorsOf(const VariantPack &pack)
{
    Slots slots;
    for (const Tensor &tensor : pack.inTensors) slots.add(tensor);
    for (const Tensor &tensor : pack.outTensors) slots.add(tensor);
    return slots;
}

int64_t call(const void *caller, const char *function, const Slots &slots, int64_t failed)
{
    return acl_sim_surface(caller, "atb.surface", function, failed, slots.data(), slots.size());
}

std::string textOf(const void *caller, const char *function, uint64_t handle)
{
    char text[256] = "";
    call(caller, function, Slots(handle, static_cast<char *>(text), sizeof text));
    return text;
}

} // namespace native
} // namespace atb
