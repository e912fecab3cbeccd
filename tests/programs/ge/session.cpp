/* The graph engine's C++ interface: what a client's calls answer. Arguments: serialized models written by the test. */
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "../check.h"
#include "graph_engine.h"

using ge::Tensor;

extern "C" int snprintf_s(char *target, size_t size, size_t count, const char *format, ...);
extern "C" int strcpy_s(char *target, size_t size, const char *source);

static std::vector<char> contents(const char *path)
{
    std::ifstream file(path, std::ios::binary);
    return std::vector<char>(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

static ge::Graph loaded(const char *path)
{
    std::vector<char> bytes = contents(path);
    ge::Graph graph("name");
    EXPECT(graph.LoadFromSerializedModelArray(bytes.data(), bytes.size()), ge::SUCCESS);
    return graph;
}

static bool says(const char *text)
{
    const char *message = aclGetRecentErrMsg();
    bool found = message != nullptr && strstr(message, text) != nullptr;
    if (!found) fprintf(stderr, "no %s in: %s\n", text, message != nullptr ? message : "no message");
    return found;
}

static void values()
{
    ge::AscendString a("a"), b("b"), none;
    EXPECT_TRUE(a < b && !(b < a) && a == ge::AscendString("a") && none == ge::AscendString(""));
    EXPECT(strcmp(none.GetString(), ""), 0);
    EXPECT(strcmp(ge::GetFormatName(ge::FORMAT_ND).GetString(), "ND"), 0);
    EXPECT_TRUE(ge::Shape({2, 3}).GetDims() == std::vector<int64_t>({2, 3}));

    ge::TensorDesc desc, other;
    desc.SetDataType(static_cast<ge::DataType>(9));
    desc.SetPlacement(ge::kPlacementDevice);
    other = desc;
    desc.SetDataType(ge::DT_FLOAT); /* a copy is not a second name */
    EXPECT(other.GetDataType(), 9);
    EXPECT(other.GetPlacement(), ge::kPlacementDevice);

    char text[4];
    EXPECT(snprintf_s(text, sizeof text, 3, "%d", 123), 3);
    EXPECT(snprintf_s(text, sizeof text, 3, "%d", 1234), -1);
    EXPECT(snprintf_s(text, sizeof text, 2, "%d", 123), -1);
    EXPECT(strcpy_s(text, sizeof text, "abc"), 0);
    EXPECT(strcpy_s(text, sizeof text, "abcd"), 162);
    EXPECT(text[0], 0);
    EXPECT(strcpy_s(nullptr, 4, "a"), 22);
    EXPECT(strcpy_s(text, 0, "a"), 34);
}

static void ownership()
{
    static int deleted;
    static uint8_t bytes[8];
    auto count = [](uint8_t *data) { deleted += data == bytes; };
    {
        Tensor tensor, same = tensor;
        EXPECT(tensor.SetData(bytes, sizeof bytes, count), ge::SUCCESS);
        EXPECT_TRUE(same.GetData() == bytes); /* tensors are handles of one thing */
    }
    EXPECT(deleted, 1);
    {
        Tensor tensor;
        EXPECT(tensor.SetData(bytes, sizeof bytes, count), ge::SUCCESS);
        auto given = tensor.ResetData();
        EXPECT_TRUE(tensor.GetData() == nullptr && given.get() == bytes);
    }
    EXPECT(deleted, 2);
    Tensor tensor;
    EXPECT(tensor.SetShapeDimNum(2), ge::SUCCESS);
    EXPECT(tensor.SetShapeDim(1, 5), ge::SUCCESS);
    EXPECT(tensor.SetShapeDim(2, 5), ge::FAILED);
    EXPECT(tensor.GetShapeDim(1), 5);
}

static Tensor device_tensor(const float *elements, int64_t count)
{
    void *memory = nullptr;
    size_t size = static_cast<size_t>(count) * sizeof *elements;
    EXPECT_OK(aclrtMalloc(&memory, size, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(aclrtMemcpy(memory, size, elements, size, ACL_MEMCPY_HOST_TO_DEVICE));
    Tensor tensor;
    EXPECT(tensor.SetData(static_cast<uint8_t *>(memory), size, [](uint8_t *data) { EXPECT_OK(aclrtFree(data)); }), 0);
    EXPECT(tensor.SetShapeDimNum(1), ge::SUCCESS);
    EXPECT(tensor.SetShapeDim(0, count), ge::SUCCESS);
    EXPECT(tensor.SetPlacement(ge::kPlacementDevice), ge::SUCCESS);
    return tensor;
}

static void expect_elements(const Tensor &tensor, const std::vector<float> &wanted)
{
    std::vector<float> got(wanted.size());
    size_t size = wanted.size() * sizeof(float);
    EXPECT(tensor.GetPlacement(), ge::kPlacementDevice);
    EXPECT_OK(aclrtMemcpy(got.data(), size, tensor.GetData(), size, ACL_MEMCPY_DEVICE_TO_HOST));
    EXPECT_TRUE(got == wanted);
}

static size_t free_bytes()
{
    size_t free = 0, total = 0;
    EXPECT_OK(aclrtGetMemInfo(ACL_HBM_MEM, &free, &total));
    return free;
}

static void runs(const char *path)
{
    const float first[] = {1, 2, 3, 4}, second[] = {10, 20, 30, 40};
    size_t before = free_bytes();
    {
        ge::Session session({});
        EXPECT(session.AddGraph(7, loaded(path), {}), ge::SUCCESS);
        EXPECT(session.AddGraph(7, loaded(path), {}), ge::FAILED);
        EXPECT_TRUE(says("Graph 7 is in this session already"));
        EXPECT(session.CompileGraph(7), ge::SUCCESS);
        EXPECT_TRUE(!session.GetCompiledGraphSummary(7)->IsStatic());

        std::vector<Tensor> inputs = {device_tensor(first, 4), device_tensor(second, 4)}, outputs;
        EXPECT(session.RunGraph(7, inputs, outputs), ge::SUCCESS);
        EXPECT(outputs.size(), 1);
        EXPECT(outputs[0].GetShapeDimNum(), 1);
        EXPECT(outputs[0].GetShapeDim(0), 4);
        expect_elements(outputs[0], {11, 22, 33, 44});

        aclrtStream stream;
        EXPECT_OK(aclrtCreateStream(&stream));
        std::vector<Tensor> given = {device_tensor(second, 4)};
        const uint8_t *own = given[0].GetData();
        EXPECT(session.RunGraphWithStreamAsync(7, stream, {inputs[0], outputs[0]}, given), ge::SUCCESS);
        outputs.clear(); /* its memory is read by what is queued */
        EXPECT_OK(aclrtSynchronizeStream(stream));
        EXPECT_TRUE(given[0].GetData() == own);
        expect_elements(given[0], {12, 24, 36, 48});

        std::vector<Tensor> fewer = {inputs[0]}, none;
        EXPECT(session.RunGraph(7, fewer, none), ge::FAILED);
        EXPECT_TRUE(says("is input 1 of a graph that was given 1"));
        const float three[] = {1, 2, 3};
        EXPECT(session.RunGraph(7, {inputs[0], device_tensor(three, 3)}, none), ge::FAILED);
        EXPECT_TRUE(says("Node sum of type Add"));
        EXPECT(session.RemoveGraph(7), ge::SUCCESS);
        EXPECT(session.RunGraph(7, inputs, none), ge::FAILED);
        EXPECT_TRUE(says("Graph 7 was not added to this session"));
        EXPECT_OK(aclrtDestroyStream(stream));
    }
    EXPECT(free_bytes(), before); /* nothing is left behind */
}

static void refusals(const char *path, const char *text)
{
    ge::Session session({});
    EXPECT(session.AddGraph(0, loaded(path), {}), ge::SUCCESS);
    EXPECT(session.CompileGraph(0), ge::FAILED);
    EXPECT_TRUE(says(text));
}

int main(int argc, char **argv)
{
    if (argc != 6) return 2;
    EXPECT_OK(aclInit(nullptr));
    EXPECT_OK(aclrtSetDevice(0));
    EXPECT(ge::GEInitialize({}), ge::SUCCESS);
    values();
    ownership();
    runs(argv[1]);
    refusals(argv[2], "operators that are not simulated: Bogus, Other");
    refusals(argv[3], "has a cycle");
    refusals(argv[4], "uses node 'nowhere', which it does not have");

    ge::Graph graph;
    EXPECT(graph.LoadFromSerializedModelArray("\x0b", 1), ge::FAILED);
    EXPECT_TRUE(says("a ModelDef"));
    EXPECT(graph.LoadFromSerializedModelArray(nullptr, 4), ge::FAILED);
    ge::AscendString type;
    EXPECT(ge::GNode().GetType(type), ge::FAILED);
    std::vector<ge::GNode> nodes = loaded(argv[1]).GetAllNodes();
    EXPECT(nodes.size(), 4);
    EXPECT(nodes[2].GetType(type), ge::SUCCESS);
    EXPECT(strcmp(type.GetString(), "Add"), 0);
    EXPECT(loaded(argv[1]).SaveToFile(argv[5]), ge::SUCCESS);
    EXPECT_TRUE(contents(argv[5]) == contents(argv[1]));
    EXPECT(loaded(argv[1]).SaveToFile("/nowhere/at/all"), ge::FAILED);
    EXPECT_TRUE(ge::OperatorFactory::IsExistOp("Add") && !ge::OperatorFactory::IsExistOp("Bogus"));
    EXPECT(ge::GEFinalize(), ge::SUCCESS);
    EXPECT_OK(aclrtResetDevice(0));
    EXPECT_OK(aclFinalize());
    return check_result();
}
