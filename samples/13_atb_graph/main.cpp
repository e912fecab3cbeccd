// Two operations as one graph of Ascend Transformer Boost: the softmax of a sum.
//
// The sum is an internal tensor: it lives in the workspace that Setup asks for, and the program never sees it. The
// graph is prepared and executed like a single operation, and owns the operations of its nodes.

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "acl/acl.h"
#include "atb/atb_infer.h"

#include "../atb/demo_util.h"

namespace {

const int64_t rows = 2, columns = 4;
enum TensorId : uint32_t { X, Y, RESULT, SUM }; // inputs first, then outputs, then internal tensors

atb::Node createAdd()
{
    atb::infer::ElewiseParam param;
    param.elewiseType = atb::infer::ElewiseParam::ELEWISE_ADD;
    atb::Node node;
    CHECK_STATUS(atb::CreateOperation(param, &node.operation));
    node.inTensorIds = {X, Y};
    node.outTensorIds = {SUM};
    return node;
}

atb::Node createSoftmax()
{
    atb::infer::SoftmaxParam param;
    param.axes = {-1};
    atb::Node node;
    CHECK_STATUS(atb::CreateOperation(param, &node.operation));
    node.inTensorIds = {SUM};
    node.outTensorIds = {RESULT};
    return node;
}

atb::Operation *createGraph()
{
    atb::GraphParam graph;
    graph.name = "softmax_of_sum";
    graph.inTensorNum = 2;
    graph.outTensorNum = 1;
    graph.internalTensorNum = 1;
    graph.nodes = {createAdd(), createSoftmax()};
    atb::Operation *operation = nullptr;
    CHECK_STATUS(atb::CreateOperation(graph, &operation));
    return operation;
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

    const std::vector<float> x = {0, 1, 2, 3, 0, 0, 0, 0}, y = {0, 0, 0, 0, 1, 1, 1, 1};
    atb::VariantPack pack;
    pack.inTensors = {CreateTensorFromVector(context, stream, x, ACL_FLOAT, ACL_FORMAT_ND, {rows, columns}),
                      CreateTensorFromVector(context, stream, y, ACL_FLOAT, ACL_FORMAT_ND, {rows, columns})};

    atb::Operation *graph = createGraph();
    atb::SVector<atb::TensorDesc> descs, results;
    for (const atb::Tensor &tensor : pack.inTensors) descs.push_back(tensor.desc);
    CHECK_STATUS(graph->InferShape(descs, results));
    std::printf("%s has %u inputs and gives %lld x %lld\n", graph->GetName().c_str(), graph->GetInputNum(),
                static_cast<long long>(results[0].shape.dims[0]), static_cast<long long>(results[0].shape.dims[1]));
    pack.outTensors = {CreateTensor(results[0].dtype, results[0].format, {rows, columns})};

    uint64_t workspaceSize = 0;
    CHECK_STATUS(graph->Setup(pack, workspaceSize, context));
    void *workspace = nullptr;
    CHECK_STATUS(aclrtMalloc(&workspace, workspaceSize, ACL_MEM_MALLOC_HUGE_FIRST));
    CHECK_STATUS(graph->Execute(pack, static_cast<uint8_t *>(workspace), workspaceSize, context));
    CHECK_STATUS(aclrtSynchronizeStream(stream));

    std::vector<float> values(rows * columns);
    const atb::Tensor &result = pack.outTensors[0];
    CHECK_STATUS(
        aclrtMemcpy(values.data(), result.dataSize, result.deviceData, result.dataSize, ACL_MEMCPY_DEVICE_TO_HOST));
    int wrong = 0;
    for (int64_t row = 0; row < rows; row++) {
        double sum = 0;
        for (int64_t i = row * columns; i < (row + 1) * columns; i++) sum += std::exp(x[i] + y[i]);
        for (int64_t i = row * columns; i < (row + 1) * columns; i++) {
            std::printf(" %.4f", values[i]);
            wrong += std::fabs(values[i] - std::exp(x[i] + y[i]) / sum) > 1e-6;
        }
        std::printf("\n");
    }

    for (const atb::Tensor &tensor : pack.inTensors) CHECK_STATUS(aclrtFree(tensor.deviceData));
    CHECK_STATUS(aclrtFree(result.deviceData));
    CHECK_STATUS(aclrtFree(workspace));
    CHECK_STATUS(atb::DestroyOperation(graph)); // and those of its nodes
    CHECK_STATUS(atb::DestroyContext(context));
    CHECK_STATUS(aclrtDestroyStream(stream));
    CHECK_STATUS(aclrtResetDevice(0));
    CHECK_STATUS(aclFinalize());
    return wrong == 0 ? 0 : 1;
}
