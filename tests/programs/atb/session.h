/* What the ATB programs share: a device with a context and a stream, and tensors of FLOAT values. */
#ifndef ACL_SIM_TESTS_ATB_SESSION_H
#define ACL_SIM_TESTS_ATB_SESSION_H

#include <vector>

#include "atb/atb_infer.h"
#include "check.h"

struct Session {
    aclrtStream stream = nullptr;
    atb::Context *context = nullptr;

    Session()
    {
        EXPECT_OK(aclInit(nullptr));
        EXPECT_OK(aclrtSetDevice(0));
        EXPECT_OK(aclrtCreateStream(&stream));
        EXPECT_OK(atb::CreateContext(&context));
        EXPECT_OK(context->SetExecuteStream(stream));
    }

    ~Session()
    {
        EXPECT_OK(atb::DestroyContext(context));
        EXPECT_OK(aclrtDestroyStream(stream));
        EXPECT_OK(aclrtResetDevice(0));
        EXPECT_OK(aclFinalize());
    }
};

inline atb::TensorDesc describe(const std::vector<int64_t> &shape, aclDataType dtype = ACL_FLOAT)
{
    atb::TensorDesc desc;
    desc.dtype = dtype;
    desc.format = ACL_FORMAT_ND;
    desc.shape.dimNum = shape.size();
    for (size_t i = 0; i < shape.size(); i++) desc.shape.dims[i] = shape[i];
    return desc;
}

inline atb::Tensor allocate(const std::vector<int64_t> &shape, aclDataType dtype = ACL_FLOAT)
{
    atb::Tensor tensor;
    tensor.desc = describe(shape, dtype);
    tensor.dataSize = atb::Utils::GetTensorSize(tensor);
    EXPECT_OK(aclrtMalloc(&tensor.deviceData, tensor.dataSize, ACL_MEM_MALLOC_HUGE_FIRST));
    return tensor;
}

inline atb::Tensor upload(const std::vector<int64_t> &shape, const std::vector<float> &values)
{
    atb::Tensor tensor = allocate(shape);
    EXPECT_OK(aclrtMemcpy(tensor.deviceData, tensor.dataSize, values.data(), values.size() * sizeof(float),
                          ACL_MEMCPY_HOST_TO_DEVICE));
    return tensor;
}

inline std::vector<float> download(const atb::Tensor &tensor)
{
    std::vector<float> values(tensor.dataSize / sizeof(float));
    EXPECT_OK(
        aclrtMemcpy(values.data(), tensor.dataSize, tensor.deviceData, tensor.dataSize, ACL_MEMCPY_DEVICE_TO_HOST));
    return values;
}

inline atb::Operation *elewise(atb::infer::ElewiseParam::ElewiseType type, float factor = 0)
{
    atb::infer::ElewiseParam param;
    param.elewiseType = type;
    param.mulsParam.varAttr = factor;
    atb::Operation *operation = nullptr;
    EXPECT_OK(atb::CreateOperation(param, &operation));
    return operation;
}

/* Setup, Execute and a wait, which must all succeed; returns the bytes of workspace. */
inline uint64_t run(Session &session, atb::Operation *operation, const atb::VariantPack &pack)
{
    uint64_t size = 0;
    void *workspace = nullptr;
    EXPECT_OK(operation->Setup(pack, size, session.context));
    if (size > 0) EXPECT_OK(aclrtMalloc(&workspace, size, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(operation->Execute(pack, static_cast<uint8_t *>(workspace), size, session.context));
    EXPECT_OK(aclrtSynchronizeStream(session.stream));
    if (size > 0) EXPECT_OK(aclrtFree(workspace));
    return size;
}

inline void release(const atb::VariantPack &pack)
{
    for (const auto *tensors : {&pack.inTensors, &pack.outTensors})
        for (const atb::Tensor &tensor : *tensors) EXPECT_OK(aclrtFree(tensor.deviceData));
}

#endif
