/* Graphs: internal tensors, shapes, chunks, functions and operations of the program, and what is refused. */
#include <stdexcept>
#include <string>

#include "atb/operation_infra.h"
#include "session.h"

using Elewise = atb::infer::ElewiseParam;
using Floats = std::vector<float>;

static atb::Node node(atb::Operation *operation, std::initializer_list<uint32_t> in,
                      std::initializer_list<uint32_t> out)
{
    atb::Node made;
    made.operation = operation;
    made.inTensorIds = in;
    made.outTensorIds = out;
    return made;
}

/* out = (x + y) * 10, by way of an internal tensor. */
static atb::GraphParam sumTimesTen()
{
    atb::GraphParam graph;
    graph.name = "sum_times_10";
    graph.inTensorNum = 2;
    graph.outTensorNum = 1;
    graph.internalTensorNum = 1;
    graph.nodes = {node(elewise(Elewise::ELEWISE_ADD), {0, 1}, {3}),
                   node(elewise(Elewise::ELEWISE_MULS, 10), {3}, {2})};
    return graph;
}

static atb::Operation *create(const atb::GraphParam &graph)
{
    atb::Operation *operation = nullptr;
    EXPECT_OK(atb::CreateOperation(graph, &operation));
    return operation;
}

static Floats result(Session &session, atb::Operation *operation, const Floats &x, const Floats &y)
{
    const auto count = static_cast<int64_t>(x.size());
    atb::VariantPack pack;
    pack.inTensors = {upload({count}, x), upload({count}, y)};
    pack.outTensors = {allocate({count})};
    run(session, operation, pack);
    const Floats values = download(pack.outTensors[0]);
    release(pack);
    EXPECT_OK(atb::DestroyOperation(operation));
    return values;
}

static void testTwoNodes(Session &session)
{
    atb::Operation *graph = create(sumTimesTen());
    EXPECT_TRUE(graph->GetName() == "sum_times_10");
    EXPECT(graph->GetInputNum() * 10 + graph->GetOutputNum(), 21);
    atb::SVector<atb::TensorDesc> descs;
    EXPECT_OK(graph->InferShape({describe({3, 2}), describe({2})}, descs));
    EXPECT(descs.size(), 1);
    EXPECT(descs[0].shape.dims[0] * 10 + descs[0].shape.dims[1], 32);
    EXPECT(graph->InferShape({describe({3, 2}), describe({4})}, descs), atb::ERROR_INVALID_TENSOR_DIM);

    atb::VariantPack pack;
    pack.inTensors = {upload({3}, {1, 2, 3}), upload({3}, {4, 5, 6})};
    pack.outTensors = {allocate({3})};
    uint64_t size = 0;
    EXPECT_OK(graph->Setup(pack, size, session.context));
    EXPECT(size, 512); // the internal tensor
    void *workspace = nullptr;
    EXPECT_OK(aclrtMalloc(&workspace, size, ACL_MEM_MALLOC_HUGE_FIRST));
    auto *bytes = static_cast<uint8_t *>(workspace);
    EXPECT(graph->Execute(pack, nullptr, size, session.context), atb::ERROR_INVALID_PARAM);
    EXPECT(graph->Execute(pack, bytes, size - 1, session.context), atb::ERROR_INVALID_PARAM);
    EXPECT_OK(graph->Execute(pack, bytes, size, session.context));
    EXPECT_OK(aclrtSynchronizeStream(session.stream));
    EXPECT_TRUE(download(pack.outTensors[0]) == Floats({50, 70, 90}));
    EXPECT_OK(aclrtFree(workspace));
    release(pack);
    EXPECT_OK(atb::DestroyOperation(graph));
}

static void testGraphInGraph(Session &session)
{
    atb::GraphParam outer;
    outer.inTensorNum = 2;
    outer.outTensorNum = 1;
    outer.internalTensorNum = 1;
    outer.nodes = {node(create(sumTimesTen()), {0, 1}, {3}), node(elewise(Elewise::ELEWISE_ADD), {3, 1}, {2})};
    atb::Operation *graph = create(outer);
    EXPECT_TRUE(graph->GetName() == "GraphOperation");
    EXPECT_TRUE(result(session, graph, {1, 2}, {3, 4}) == Floats({43, 64}));
}

static void testReshapesAndChunks(Session &session)
{
    atb::GraphParam graph; // the second row of x, as one row, plus y
    graph.inTensorNum = 2;
    graph.outTensorNum = 1;
    graph.internalTensorNum = 1;
    graph.nodes = {node(elewise(Elewise::ELEWISE_MULS, 1), {0}, {3}), node(elewise(Elewise::ELEWISE_ADD), {3, 1}, {2})};
    atb::Chunk second;
    second.chunkNum = 2;
    second.chunkIndex = 1;
    graph.nodes[0].inTensorChunks = {second};
    graph.nodes[1].inTensorReshapeFuncs = {[](const atb::Dims &oldShape, atb::Dims &newShape) {
        newShape.dimNum = 1;
        newShape.dims[0] = oldShape.dims[0] * oldShape.dims[1];
    }};
    atb::VariantPack pack;
    pack.inTensors = {upload({2, 3}, {1, 2, 3, 4, 5, 6}), upload({3}, {10, 20, 30})};
    pack.outTensors = {allocate({3})};
    atb::Operation *operation = create(graph);
    run(session, operation, pack);
    EXPECT_TRUE(download(pack.outTensors[0]) == Floats({14, 25, 36}));

    uint64_t size = 0;
    pack.inTensors[0].desc = describe({3, 2});
    EXPECT(operation->Setup(pack, size, session.context), atb::ERROR_INVALID_PARAM); // three rows in two chunks
    EXPECT_OK(atb::DestroyOperation(operation));

    for (atb::ReshapeFunc &function : graph.nodes[1].inTensorReshapeFuncs)
        function = [](const atb::Dims &, atb::Dims &) { throw std::runtime_error("no shape"); };
    graph.nodes[0] = node(elewise(Elewise::ELEWISE_MULS, 1), {0}, {3});
    graph.nodes[1].operation = elewise(Elewise::ELEWISE_ADD);
    operation = create(graph);
    EXPECT(operation->Setup(pack, size, session.context), atb::ERROR_OUT_OF_HOST_MEMORY);
    EXPECT_OK(atb::DestroyOperation(operation));
    release(pack);
}

static void testInferShapeFunctions()
{
    const auto infer = [](atb::InferShapeFunc function) {
        atb::GraphParam graph = sumTimesTen();
        graph.inferShapeFunc = function;
        atb::Operation *operation = create(graph);
        atb::SVector<atb::TensorDesc> descs;
        const atb::Status status = operation->InferShape({describe({2}), describe({2})}, descs);
        EXPECT_TRUE(status != atb::NO_ERROR || descs[0].shape.dims[0] == 5);
        EXPECT_OK(atb::DestroyOperation(operation));
        return status;
    };
    using Descs = atb::SVector<atb::TensorDesc>;
    EXPECT_OK(infer([](const Descs &, Descs &out) {
        out[0] = describe({5});
        return atb::NO_ERROR;
    }));
    EXPECT(infer([](const Descs &, Descs &) { return atb::ERROR_CANN_ERROR; }), atb::ERROR_CANN_ERROR);
    EXPECT(infer([](const Descs &, Descs &) { return atb::NO_ERROR; }), atb::ERROR_GRAPH_INFERSHAPE_FUNC_FAIL);
    EXPECT(infer([](const Descs &, Descs &) -> atb::Status { throw std::runtime_error("no"); }),
           atb::ERROR_GRAPH_INFERSHAPE_FUNC_FAIL);
}

/* y = 2 * x, copied by the host functions of the runtime. */
class Twice : public atb::OperationInfra
{
   public:
    static int living;

    Twice()
    {
        living++;
    }
    ~Twice() override
    {
        living--;
    }
    std::string GetName() const override
    {
        return "Twice";
    }
    atb::Status InferShape(const atb::SVector<atb::TensorDesc> &in, atb::SVector<atb::TensorDesc> &out) const override
    {
        out[0] = in[0];
        return atb::NO_ERROR;
    }
    uint32_t GetInputNum() const override
    {
        return 1;
    }
    uint32_t GetOutputNum() const override
    {
        return 1;
    }
    atb::Status Setup(const atb::VariantPack &, uint64_t &workspaceSize, atb::Context *context) override
    {
        workspaceSize = 100;
        return context != nullptr ? atb::NO_ERROR : atb::ERROR_INVALID_PARAM;
    }
    atb::Status Execute(const atb::VariantPack &pack, uint8_t *workspace, uint64_t workspaceSize,
                        atb::Context *context) override
    {
        if (workspace == nullptr || workspaceSize != 100) return atb::ERROR_INVALID_PARAM;
        if (aclrtSynchronizeStream(GetExecuteStream(context)) != ACL_SUCCESS) return atb::ERROR_RT_FAIL;
        Floats values = download(pack.inTensors[0]);
        for (float &value : values) value *= 2;
        const atb::Tensor &out = pack.outTensors[0];
        return aclrtMemcpy(out.deviceData, out.dataSize, values.data(), out.dataSize, ACL_MEMCPY_HOST_TO_DEVICE);
    }
};

int Twice::living = 0;

static void testOperationOfTheProgram(Session &session)
{
    atb::GraphParam graph = sumTimesTen();
    graph.internalTensorNum = 2;
    graph.nodes[1].outTensorIds = {4};
    graph.nodes.push_back(node(new Twice, {4}, {2}));
    EXPECT_TRUE(result(session, create(graph), {1, 2}, {3, 4}) == Floats({80, 120}));
    EXPECT(Twice::living, 0); // the graph owned it
}

static void testBuilder(Session &session)
{
    atb::GraphOpBuilder *builder = nullptr;
    atb::Operation *none = nullptr;
    EXPECT(atb::CreateGraphOpBuilder(nullptr), atb::ERROR_INVALID_PARAM);
    EXPECT_OK(atb::CreateGraphOpBuilder(&builder));
    EXPECT_OK(builder->Init("built", nullptr, {"x", "y"}, {"z"}));
    EXPECT(builder->AddOperation(none, {"x"}, {"z"}), atb::ERROR_INVALID_PARAM);
    EXPECT_OK(builder->Reshape("x", [](const atb::Dims &from, atb::Dims &to) { to = from; }, "same"));
    EXPECT_OK(builder->AddOperation(elewise(Elewise::ELEWISE_ADD), {"same", "y"}, {"sum"}));
    Elewise muls;
    muls.elewiseType = Elewise::ELEWISE_MULS;
    muls.mulsParam.varAttr = -1;
    EXPECT_OK(builder->AddOperation(muls, {"sum"}, {"z"}));
    atb::Operation *graph = builder->Build();
    EXPECT_TRUE(graph != nullptr && graph->GetName() == "built");
    EXPECT_OK(atb::DestroyGraphOpBuilder(builder));
    EXPECT_TRUE(result(session, graph, {1, 2}, {3, 4}) == Floats({-4, -6}));

    EXPECT_OK(atb::CreateGraphOpBuilder(&builder));
    EXPECT_OK(builder->Init("not complete", nullptr, {"x"}, {"z"}));
    EXPECT_TRUE(builder->Build() == nullptr);
    EXPECT_OK(atb::DestroyGraphOpBuilder(builder));
    EXPECT_OK(atb::DestroyGraphOpBuilder(nullptr));
}

/* The graph is refused, and its operations stay the program's. */
template <class Change>
static void refused(Change change)
{
    atb::GraphParam graph = sumTimesTen();
    const std::vector<atb::Node> nodes = graph.nodes;
    change(graph);
    atb::Operation *operation = nullptr;
    EXPECT(atb::CreateOperation(graph, &operation), atb::ERROR_INVALID_GRAPH);
    EXPECT_TRUE(operation == nullptr);
    for (const atb::Node &each : nodes) EXPECT_OK(atb::DestroyOperation(each.operation));
}

static void testRefusals()
{
    EXPECT(atb::CreateOperation(atb::GraphParam(), static_cast<atb::Operation **>(nullptr)), atb::ERROR_INVALID_PARAM);
    refused([](atb::GraphParam &graph) { graph.name = "two words"; });
    refused([](atb::GraphParam &graph) { graph.name = std::string(129, 'n'); });
    refused([](atb::GraphParam &graph) { graph.inTensorNum = 257; });
    refused([](atb::GraphParam &graph) { graph.internalTensorNum = 257; });
    refused([](atb::GraphParam &graph) { graph.nodes.resize(1025); });
    refused([](atb::GraphParam &graph) { graph.nodes[0].operation = nullptr; });
    refused([](atb::GraphParam &graph) { graph.nodes[0].inTensorIds = {0}; });
    refused([](atb::GraphParam &graph) { graph.nodes[0].outTensorIds = {3, 2}; });
    refused([](atb::GraphParam &graph) { graph.nodes[0].inTensorIds = {0, 4}; });
    refused([](atb::GraphParam &graph) { graph.nodes[0].inTensorIds = {0, 3}; }); // nobody has written 3 yet
    refused([](atb::GraphParam &graph) { graph.nodes.pop_back(); });              // nobody writes 2
}

int main()
{
    Session session;
    testTwoNodes(session);
    testGraphInGraph(session);
    testReshapesAndChunks(session);
    testInferShapeFunctions();
    testOperationOfTheProgram(session);
    testBuilder(session);
    testRefusals();
    return check_result();
}
