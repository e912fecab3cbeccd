// Rotary position embedding with Ascend Transformer Boost: one operation from its parameter to its results.
//
// Query and key have four tokens with two heads of 16 elements. Each token has a row of cosines and one of sines, which
// its heads share; with the coefficient 2 the elements i and i + 8 of a head are the coordinates of a point that turns.

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "acl/acl.h"
#include "atb/atb_infer.h"
#include "atb/operation.h"
#include "atb/types.h"

#include "../atb/demo_util.h"

namespace {

const int64_t tokens = 4, heads = 2, headSize = 16, hidden = heads * headSize;

// The angle by which pair number `pair` turns at a token: the later the pair, the slower.
double angle(int64_t token, int64_t pair)
{
    return static_cast<double>(token) * std::pow(10000.0, -2.0 * static_cast<double>(pair) / headSize);
}

atb::Operation *createRope()
{
    atb::infer::RopeParam param;
    param.rotaryCoeff = 2;
    atb::Operation *operation = nullptr;
    CHECK_STATUS(atb::CreateOperation(param, &operation));
    return operation;
}

atb::SVector<atb::Tensor> createInputs(atb::Context *context, aclrtStream stream)
{
    std::vector<float> data(tokens * hidden), cosines, sines;
    for (size_t i = 0; i < data.size(); i++) data[i] = static_cast<float>(i % headSize + 1);
    for (int64_t token = 0; token < tokens; token++) {
        for (int64_t i = 0; i < headSize; i++) {
            cosines.push_back(static_cast<float>(std::cos(angle(token, i % (headSize / 2)))));
            sines.push_back(static_cast<float>(std::sin(angle(token, i % (headSize / 2)))));
        }
    }
    const auto half = [&](const std::vector<float> &values, int64_t width) {
        return CreateTensorFromVector(context, stream, values, ACL_FLOAT16, ACL_FORMAT_ND, {tokens, width});
    };
    const std::vector<int32_t> lengths = {tokens}; // of the one sequence
    return {half(data, hidden), half(data, hidden), half(cosines, headSize), half(sines, headSize),
            CreateTensorFromVector(context, stream, lengths, ACL_INT32, ACL_FORMAT_ND, {1})};
}

// The results in FLOAT, for printing.
std::vector<float> download(atb::Context *context, aclrtStream stream, const atb::Tensor &tensor)
{
    const atb::Tensor wide = CastOp(context, stream, tensor, ACL_FLOAT, {tokens, hidden});
    std::vector<float> values(tokens * hidden);
    CHECK_STATUS(aclrtMemcpy(values.data(), wide.dataSize, wide.deviceData, wide.dataSize, ACL_MEMCPY_DEVICE_TO_HOST));
    CHECK_STATUS(aclrtFree(wide.deviceData));
    return values;
}

// How many results are further from the formula than FLOAT16 explains.
int countWrong(const std::vector<float> &values)
{
    int wrong = 0;
    for (int64_t token = 0; token < tokens; token++) {
        for (int64_t i = 0; i < headSize / 2; i++) {
            const double first = static_cast<double>(i + 1), second = first + headSize / 2;
            const double cosine = std::cos(angle(token, i)), sine = std::sin(angle(token, i));
            const float *row = &values[token * hidden];
            wrong += std::fabs(row[i] - (first * cosine - second * sine)) > 0.05;
            wrong += std::fabs(row[i + headSize / 2] - (second * cosine + first * sine)) > 0.05;
        }
    }
    return wrong;
}

} // namespace

int main()
{
    CHECK_STATUS(aclInit(nullptr));
    CHECK_STATUS(aclrtSetDevice(0));
    atb::Context *context = nullptr;
    CHECK_STATUS(atb::CreateContext(&context));
    aclrtStream stream = nullptr;
    CHECK_STATUS(aclrtCreateStream(&stream));
    CHECK_STATUS(context->SetExecuteStream(stream));

    atb::Operation *rope = createRope();
    atb::VariantPack pack;
    pack.inTensors = createInputs(context, stream);
    pack.outTensors = {CreateTensor(ACL_FLOAT16, ACL_FORMAT_ND, {tokens, hidden}),
                       CreateTensor(ACL_FLOAT16, ACL_FORMAT_ND, {tokens, hidden})};

    uint64_t workspaceSize = 0;
    CHECK_STATUS(rope->Setup(pack, workspaceSize, context));
    uint8_t *workspace = nullptr;
    if (workspaceSize > 0)
        CHECK_STATUS(aclrtMalloc(reinterpret_cast<void **>(&workspace), workspaceSize, ACL_MEM_MALLOC_HUGE_FIRST));
    CHECK_STATUS(rope->Execute(pack, workspace, workspaceSize, context));
    CHECK_STATUS(aclrtSynchronizeStream(stream));

    const std::vector<float> values = download(context, stream, pack.outTensors[0]);
    for (int64_t token = 0; token < tokens; token++) {
        std::printf("token %d:", static_cast<int>(token));
        for (int64_t i = 0; i < headSize / 2; i++) std::printf(" %7.2f", values[token * hidden + i]);
        std::printf("\n");
    }
    const int wrong = countWrong(values);
    std::printf("%d results differ from the formula\n", wrong);

    for (const atb::Tensor &tensor : pack.inTensors) CHECK_STATUS(aclrtFree(tensor.deviceData));
    for (const atb::Tensor &tensor : pack.outTensors) CHECK_STATUS(aclrtFree(tensor.deviceData));
    if (workspace != nullptr) CHECK_STATUS(aclrtFree(workspace));
    CHECK_STATUS(atb::DestroyOperation(rope));
    CHECK_STATUS(atb::DestroyContext(context));
    CHECK_STATUS(aclrtDestroyStream(stream));
    CHECK_STATUS(aclrtResetDevice(0));
    CHECK_STATUS(aclFinalize());
    return wrong == 0 ? 0 : 1;
}
