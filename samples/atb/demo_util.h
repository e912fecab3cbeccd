/* What the documented ATB programs share: they include this file. Its functions are not inline: one source file only.
 */
#ifndef DEMO_UTIL_H
#define DEMO_UTIL_H

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

#include "acl/acl.h"
#include "atb/atb_infer.h"
#include "atb/operation.h"
#include "atb/types.h"
#include "atb/utils.h"

/* Ends the program with a message unless the call answers 0. */
#define CHECK_STATUS(status)                                                                                           \
    do {                                                                                                               \
        const int checkedStatus = (status);                                                                            \
        if (checkedStatus != 0) {                                                                                      \
            std::cerr << __FILE__ << ":" << __LINE__ << " [error]: " << checkedStatus << "\n";                         \
            std::exit(1);                                                                                              \
        }                                                                                                              \
    } while (0)

/* The same, with something to evaluate before the end. */
#define CHECK_STATUS_EXPR(status, expr)                                                                                \
    do {                                                                                                               \
        const int checkedStatus = (status);                                                                            \
        if (checkedStatus != 0) {                                                                                      \
            std::cerr << __FILE__ << ":" << __LINE__ << " [error]: " << checkedStatus << "\n";                         \
            expr;                                                                                                      \
            std::exit(1);                                                                                              \
        }                                                                                                              \
    } while (0)

/* A tensor with uninitialised device memory. */
atb::Tensor CreateTensor(const aclDataType dataType, const aclFormat format, std::vector<int64_t> shape)
{
    atb::Tensor tensor;
    tensor.desc.dtype = dataType;
    tensor.desc.format = format;
    tensor.desc.shape.dimNum = shape.size();
    for (size_t i = 0; i < shape.size(); i++) tensor.desc.shape.dims[i] = shape[i];
    tensor.dataSize = atb::Utils::GetTensorSize(tensor);
    CHECK_STATUS(aclrtMalloc(&tensor.deviceData, tensor.dataSize, ACL_MEM_MALLOC_HUGE_FIRST));
    return tensor;
}

/* The tensor's values in another type, in a new tensor; the old one is kept. */
atb::Tensor CastOp(atb::Context *contextPtr, aclrtStream stream, const atb::Tensor inTensor,
                   const aclDataType outTensorType, std::vector<int64_t> shape)
{
    atb::infer::ElewiseParam param;
    param.elewiseType = atb::infer::ElewiseParam::ELEWISE_CAST;
    param.outTensorType = outTensorType;
    atb::Operation *operation = nullptr;
    CHECK_STATUS(CreateOperation(param, &operation));
    atb::Tensor outTensor = CreateTensor(outTensorType, inTensor.desc.format, shape);
    atb::VariantPack variantPack;
    variantPack.inTensors = {inTensor};
    variantPack.outTensors = {outTensor};
    uint64_t workspaceSize = 0;
    CHECK_STATUS(operation->Setup(variantPack, workspaceSize, contextPtr));
    uint8_t *workspace = nullptr;
    if (workspaceSize > 0) {
        CHECK_STATUS(aclrtMalloc((void **)&workspace, workspaceSize, ACL_MEM_MALLOC_HUGE_FIRST));
    }
    CHECK_STATUS(operation->Execute(variantPack, workspace, workspaceSize, contextPtr));
    CHECK_STATUS(aclrtSynchronizeStream(stream));
    if (workspaceSize > 0) CHECK_STATUS(aclrtFree(workspace));
    CHECK_STATUS(atb::DestroyOperation(operation));
    return outTensor;
}

/* A tensor with the values on the device. 16-bit floats are uploaded as FLOAT and converted there, unless inTensorType
 * says that the values have the wanted type already. */
template <typename T>
atb::Tensor CreateTensorFromVector(atb::Context *contextPtr, aclrtStream stream, std::vector<T> data,
                                   const aclDataType outTensorType, const aclFormat format, std::vector<int64_t> shape,
                                   const aclDataType inTensorType = ACL_DT_UNDEFINED)
{
    const bool isConverted = inTensorType != outTensorType &&
                             (outTensorType == ACL_FLOAT16 || outTensorType == ACL_BF16 || outTensorType == ACL_DOUBLE);
    atb::Tensor tensor = CreateTensor(isConverted ? ACL_FLOAT : outTensorType, format, shape);
    CHECK_STATUS(aclrtMemcpy(tensor.deviceData, tensor.dataSize, data.data(), sizeof(T) * data.size(),
                             ACL_MEMCPY_HOST_TO_DEVICE));
    if (!isConverted) return tensor;
    atb::Tensor converted = CastOp(contextPtr, stream, tensor, outTensorType, shape);
    CHECK_STATUS(aclrtFree(tensor.deviceData));
    return converted;
}

/* Whether the device is of a product whose name begins so. */
bool IsSoc(const char *prefix)
{
    const char *name = aclrtGetSocName();
    return name != nullptr && std::strncmp(name, prefix, std::strlen(prefix)) == 0;
}

bool Is910B()
{
    return IsSoc("Ascend910B") || IsSoc("Ascend910_93");
}

bool Is310P()
{
    return IsSoc("Ascend310P");
}

#endif
