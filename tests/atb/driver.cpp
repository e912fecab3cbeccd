/* Runs operations that a text describes, so that tests in Python can try many in one process:
 *
 *     case RopeOperation
 *     set rotaryCoeff 4
 *     in DTYPE FORMAT OFFSET BYTES DIM...     from the data file; an offset of -1: no data, a tensor that is left out
 *     out DTYPE FORMAT DIM...
 *     alias OUTPUT INPUT                      an output at the address of an input
 *     inferred                                the outputs are those that InferShape tells
 *     run, or prepare for what comes before Execute only
 *
 * Each run prints one line, "STAGE STATUS [DTYPE FORMAT DIM... ;]...": C, I, S, E or D for the stage that refused
 * (creation, InferShape, Setup, Execute, the device), or "- 0" and the inferred outputs; the contents of the outputs go
 * to the result file, those of the inputs where there are no outputs. */
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "acl/acl.h"
#include "driver_params.h"

namespace {

struct Case {
    std::string operation;
    Fields fields;
    atb::VariantPack pack;
    std::map<size_t, size_t> aliases; // outputs at the addresses of inputs
    bool prepareOnly = false, hasInferredOutputs = false;
};

template <class Param>
atb::Status create(const Fields &fields, atb::Operation **operation)
{
    Param param;
    Setter setter(fields);
    apply(setter, param);
    for (const auto &left : setter.rest()) std::cerr << "driver: no field " << left.first << "\n";
    if (!setter.rest().empty()) std::exit(2);
    return atb::CreateOperation(param, operation);
}

atb::Status create(const Case &c, atb::Operation **operation)
{
    if (c.operation == "RopeOperation") return create<atb::infer::RopeParam>(c.fields, operation);
    if (c.operation == "SoftmaxOperation") return create<atb::infer::SoftmaxParam>(c.fields, operation);
    if (c.operation == "TransposeOperation") return create<atb::infer::TransposeParam>(c.fields, operation);
    if (c.operation == "ConcatOperation") return create<atb::infer::ConcatParam>(c.fields, operation);
    if (c.operation == "SplitOperation") return create<atb::infer::SplitParam>(c.fields, operation);
    if (c.operation == "SliceOperation") return create<atb::infer::SliceParam>(c.fields, operation);
    if (c.operation == "GatherOperation") return create<atb::infer::GatherParam>(c.fields, operation);
    if (c.operation == "LinearOperation") return create<atb::infer::LinearParam>(c.fields, operation);
    if (c.operation == "RmsNormOperation") return create<atb::infer::RmsNormParam>(c.fields, operation);
    if (c.operation == "ActivationOperation") return create<atb::infer::ActivationParam>(c.fields, operation);
    if (c.operation == "AsStridedOperation") return create<atb::infer::AsStridedParam>(c.fields, operation);
    if (c.operation == "CumsumOperation") return create<atb::infer::CumsumParam>(c.fields, operation);
    if (c.operation == "FillOperation") return create<atb::infer::FillParam>(c.fields, operation);
    if (c.operation == "ReduceOperation") return create<atb::infer::ReduceParam>(c.fields, operation);
    if (c.operation == "WhereOperation") return create<atb::infer::WhereParam>(c.fields, operation);
    if (c.operation == "OnehotOperation") return create<atb::infer::OnehotParam>(c.fields, operation);
    if (c.operation == "NonzeroOperation") return create<atb::infer::NonzeroParam>(c.fields, operation);
    if (c.operation == "SortOperation") return create<atb::infer::SortParam>(c.fields, operation);
    if (c.operation == "SetValueOperation") return create<atb::infer::SetValueParam>(c.fields, operation);
    if (c.operation == "RepeatOperation") return create<atb::infer::RepeatParam>(c.fields, operation);
    if (c.operation == "GroupTopkOperation") return create<atb::infer::GroupTopkParam>(c.fields, operation);
    if (c.operation == "ReshapeAndCacheOperation") return create<atb::infer::ReshapeAndCacheParam>(c.fields, operation);
    if (c.operation == "LayerNormOperation") return create<atb::infer::LayerNormParam>(c.fields, operation);
    if (c.operation == "IndexAddOperation") return create<atb::infer::IndexAddParam>(c.fields, operation);
    if (c.operation == "TransdataOperation") return create<atb::infer::TransdataParam>(c.fields, operation);
    if (c.operation == "ScatterElementsV2Operation")
        return create<atb::infer::ScatterElementsV2Param>(c.fields, operation);
    if (c.operation == "SwigluQuantOperation") return create<atb::infer::SwigluQuantParam>(c.fields, operation);
    if (c.operation == "BlockCopyOperation") return create<atb::infer::BlockCopyParam>(c.fields, operation);
    if (c.operation == "PagedAttentionOperation") return create<atb::infer::PagedAttentionParam>(c.fields, operation);
    if (c.operation == "ElewiseOperation") return create<atb::infer::ElewiseParam>(c.fields, operation);
    std::cerr << "driver: no operation " << c.operation << "\n";
    std::exit(2);
}

void check(aclError status, const char *what)
{
    if (status == ACL_SUCCESS) return;
    std::cerr << "driver: " << what << " answered " << status << "\n";
    std::exit(2);
}

atb::Tensor describe(std::istream &line)
{
    atb::Tensor tensor;
    int dtype = 0, format = 0;
    line >> dtype >> format;
    tensor.desc.dtype = static_cast<aclDataType>(dtype);
    tensor.desc.format = static_cast<aclFormat>(format);
    return tensor;
}

void readShape(std::istream &line, atb::Tensor &tensor)
{
    int64_t length = 0;
    for (size_t i = 0; line >> length; ++i) {
        if (i < atb::MAX_DIM) tensor.desc.shape.dims[i] = length;
        tensor.desc.shape.dimNum = i + 1;
    }
}

void allocate(atb::Tensor &tensor)
{
    if (tensor.dataSize == 0) return;
    check(aclrtMalloc(&tensor.deviceData, tensor.dataSize, ACL_MEM_MALLOC_HUGE_FIRST), "aclrtMalloc");
}

atb::Tensor input(std::istream &line, const std::vector<char> &data)
{
    atb::Tensor tensor = describe(line);
    int64_t offset = 0, bytes = 0;
    line >> offset >> bytes;
    readShape(line, tensor);
    if (offset < 0) return tensor;
    tensor.dataSize = static_cast<uint64_t>(bytes);
    allocate(tensor);
    const uint64_t allocated = tensor.dataSize;
    if (bytes > 0) {
        const char *source = data.data() + offset;
        tensor.hostData = const_cast<char *>(source);
        check(aclrtMemcpy(tensor.deviceData, allocated, source, allocated, ACL_MEMCPY_HOST_TO_DEVICE), "aclrtMemcpy");
    }
    if (tensor.desc.format == ACL_FORMAT_FRACTAL_NZ) tensor.dataSize = atb::Utils::GetTensorSize(tensor); // unpadded
    return tensor;
}

atb::Tensor output(const atb::TensorDesc &desc)
{
    atb::Tensor tensor;
    tensor.desc = desc;
    tensor.dataSize = atb::Utils::GetTensorSize(desc);
    return tensor;
}

atb::Tensor output(std::istream &line)
{
    atb::Tensor tensor = describe(line);
    readShape(line, tensor);
    return output(tensor.desc);
}

bool refused(char stage, atb::Status status)
{
    if (status != atb::NO_ERROR) std::printf("%c %d\n", stage, status);
    return status != atb::NO_ERROR;
}

void print(const atb::SVector<atb::TensorDesc> &descs)
{
    std::printf("- 0");
    for (const atb::TensorDesc &desc : descs) {
        std::printf(" %d %d", desc.dtype, desc.format);
        for (uint64_t i = 0; i < desc.shape.dimNum; ++i) std::printf(" %lld", (long long)desc.shape.dims[i]);
        std::printf(" ;");
    }
    std::printf("\n");
}

/* Whether InferShape and Setup have succeeded; `size` is that of the workspace. */
bool prepare(Case &c, atb::Operation *operation, atb::Context *context, atb::SVector<atb::TensorDesc> &outputs,
             uint64_t &size)
{
    atb::SVector<atb::TensorDesc> inputs;
    for (const atb::Tensor &tensor : c.pack.inTensors) inputs.push_back(tensor.desc);
    if (refused('I', operation->InferShape(inputs, outputs))) return false;
    if (c.hasInferredOutputs)
        for (const atb::TensorDesc &desc : outputs) c.pack.outTensors.push_back(output(desc));
    for (size_t i = 0; i < c.pack.outTensors.size() && !c.prepareOnly; ++i) {
        const auto alias = c.aliases.find(i);
        if (alias == c.aliases.end()) allocate(c.pack.outTensors[i]);
        else c.pack.outTensors[i].deviceData = c.pack.inTensors.at(alias->second).deviceData;
    }
    return !refused('S', operation->Setup(c.pack, size, context));
}

void run(Case &c, atb::Operation *operation, atb::Context *context, aclrtStream stream, std::ostream &results)
{
    atb::SVector<atb::TensorDesc> outputs;
    uint64_t size = 0;
    if (!prepare(c, operation, context, outputs, size)) return;
    if (c.prepareOnly) return print(outputs);
    void *workspace = nullptr;
    if (size > 0) check(aclrtMalloc(&workspace, size, ACL_MEM_MALLOC_HUGE_FIRST), "aclrtMalloc");
    const bool failed = refused('E', operation->Execute(c.pack, static_cast<uint8_t *>(workspace), size, context)) ||
                        refused('D', aclrtSynchronizeStream(stream));
    if (workspace != nullptr) check(aclrtFree(workspace), "aclrtFree");
    if (failed) return;
    print(outputs);
    for (const atb::Tensor &tensor : c.pack.outTensors.empty() ? c.pack.inTensors : c.pack.outTensors) {
        std::vector<char> bytes(tensor.dataSize);
        check(aclrtMemcpy(bytes.data(), bytes.size(), tensor.deviceData, bytes.size(), ACL_MEMCPY_DEVICE_TO_HOST),
              "aclrtMemcpy");
        results.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
}

void run(Case &c, atb::Context *context, aclrtStream stream, std::ostream &results)
{
    atb::Operation *operation = nullptr;
    if (!refused('C', create(c, &operation))) run(c, operation, context, stream, results);
    check(atb::DestroyOperation(operation), "DestroyOperation");
    for (const auto &alias : c.aliases) c.pack.outTensors.at(alias.first).deviceData = nullptr;
    for (const auto *tensors : {&c.pack.inTensors, &c.pack.outTensors})
        for (const atb::Tensor &tensor : *tensors)
            if (tensor.deviceData != nullptr) check(aclrtFree(tensor.deviceData), "aclrtFree");
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 4) return 2;
    std::ifstream cases(argv[1]), file(argv[2], std::ios::binary);
    std::ofstream results(argv[3], std::ios::binary);
    const std::vector<char> data((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    check(aclInit(nullptr), "aclInit");
    check(aclrtSetDevice(0), "aclrtSetDevice");
    aclrtStream stream = nullptr;
    check(aclrtCreateStream(&stream), "aclrtCreateStream");
    atb::Context *context = nullptr;
    check(atb::CreateContext(&context), "CreateContext");
    check(context->SetExecuteStream(stream), "SetExecuteStream");

    Case c;
    for (std::string text; std::getline(cases, text);) {
        std::istringstream line(text);
        std::string word, name;
        line >> word;
        if (word == "case") {
            c = Case();
            line >> c.operation;
        } else if (word == "set") {
            line >> name;
            for (long double value; line >> value;) c.fields[name].push_back(value);
            c.fields[name];
        } else if (word == "in") {
            c.pack.inTensors.push_back(input(line, data));
        } else if (word == "out") {
            c.pack.outTensors.push_back(output(line));
        } else if (word == "alias") {
            size_t out = 0, in = 0;
            line >> out >> in;
            c.aliases[out] = in;
        } else if (word == "inferred") {
            c.hasInferredOutputs = true;
        } else if (word == "run" || word == "prepare") {
            c.prepareOnly = word == "prepare";
            run(c, context, stream, results);
        }
    }

    check(atb::DestroyContext(context), "DestroyContext");
    check(aclrtDestroyStream(stream), "aclrtDestroyStream");
    check(aclrtResetDevice(0), "aclrtResetDevice");
    return aclFinalize();
}
