/* Contexts, the order of Setup and Execute, and what wrong arguments answer. */
#include <climits>
#include <string>

#include "session.h"

using Elewise = atb::infer::ElewiseParam;

static void testContexts()
{
    const std::function<void *(size_t)> alloc = [](size_t size) -> void * {
        void *block = nullptr;
        return aclrtMalloc(&block, size, ACL_MEM_MALLOC_HUGE_FIRST) == ACL_SUCCESS ? block : nullptr;
    };
    int freed = 0;
    const std::function<void(void *)> dealloc = [&freed](void *block) { freed += aclrtFree(block) == ACL_SUCCESS; };

    atb::Context *context = nullptr;
    EXPECT(atb::CreateContext(nullptr), atb::ERROR_INVALID_PARAM);
    EXPECT(atb::CreateContext(&context, 127, 32), atb::ERROR_INVALID_PARAM);
    EXPECT(atb::CreateContext(&context, 128, 1025), atb::ERROR_INVALID_PARAM);
    EXPECT(atb::CreateContext(&context, alloc, nullptr), atb::ERROR_INVALID_PARAM);
    EXPECT(atb::CreateContext(&context, nullptr, dealloc), atb::ERROR_INVALID_PARAM);
    EXPECT(atb::CreateContext(
               &context, [](size_t) -> void * { return nullptr; }, dealloc),
           atb::ERROR_OUT_OF_DEVICE_MEMORY);
    EXPECT_TRUE(context == nullptr);
    EXPECT_OK(atb::DestroyContext(nullptr));

    EXPECT_OK(atb::CreateContext(&context, alloc, dealloc));
    EXPECT_OK(atb::DestroyContext(context));
    EXPECT(freed, 1);

    EXPECT_OK(atb::CreateContext(&context, 1024, 1024));
    EXPECT_TRUE(context->GetExecuteStream() == nullptr);
    EXPECT_OK(context->SetExecuteStream(nullptr));
    EXPECT(context->SetExecuteStreams({}), atb::ERROR_INVALID_PARAM);
    aclrtStream streams[2] = {};
    for (aclrtStream &stream : streams) EXPECT_OK(aclrtCreateStream(&stream));
    EXPECT_OK(context->SetExecuteStreams({streams[0], streams[1]}));
    EXPECT_TRUE(context->GetExecuteStream() == streams[0]);
    EXPECT_TRUE(context->GetExecuteStreams() == std::vector<aclrtStream>({streams[0], streams[1]}));
    EXPECT_TRUE(!context->GetAsyncTilingCopyStatus());
    EXPECT_OK(context->SetAsyncTilingCopyStatus(true));
    EXPECT_TRUE(context->GetAsyncTilingCopyStatus());
    EXPECT(context->SetExecuteType(static_cast<atb::ExecuteType>(3)), atb::ERROR_INVALID_PARAM);
    EXPECT(context->GetExecuteType(), atb::EXECUTE_NORMAL);
    EXPECT(context->SetLaunchMode(static_cast<atb::LaunchMode>(2)), atb::ERROR_INVALID_PARAM);
    EXPECT_OK(context->SetLaunchMode(atb::GRAPH_LAUNCH_MODE));
    EXPECT(context->GetLaunchMode(), atb::GRAPH_LAUNCH_MODE);
    EXPECT_OK(atb::DestroyContext(context));
    for (aclrtStream stream : streams) EXPECT_OK(aclrtDestroyStream(stream));
}

static void testOrder(Session &session)
{
    atb::Operation *operation = elewise(Elewise::ELEWISE_MULS, 3);
    atb::VariantPack pack;
    pack.inTensors = {upload({4}, {1, 2, 3, 4})};
    pack.outTensors = {allocate({4})};
    uint64_t size = 77;
    EXPECT(operation->Execute(pack, nullptr, 0, session.context), atb::ERROR_INVALID_PARAM); // no Setup yet
    EXPECT(operation->Setup(pack, size, nullptr), atb::ERROR_INVALID_PARAM);
    EXPECT(operation->Execute(pack, nullptr, 0, session.context), atb::ERROR_INVALID_PARAM); // it has failed
    EXPECT_OK(operation->Setup(pack, size, session.context));
    EXPECT(size, 0);
    EXPECT(operation->Execute(pack, nullptr, 0, nullptr), atb::ERROR_INVALID_PARAM);

    atb::Context *other = nullptr;
    EXPECT_OK(atb::CreateContext(&other));
    EXPECT_OK(other->SetExecuteStream(session.stream));
    EXPECT(operation->Execute(pack, nullptr, 0, other), atb::ERROR_INVALID_PARAM);
    EXPECT_OK(atb::DestroyContext(other));

    EXPECT_OK(session.context->SetExecuteStream(nullptr));
    EXPECT(operation->Execute(pack, nullptr, 0, session.context), atb::ERROR_INVALID_PARAM);
    EXPECT_OK(session.context->SetExecuteStream(strange(3)));
    EXPECT(operation->Execute(pack, nullptr, 0, session.context), atb::ERROR_RT_FAIL);
    EXPECT_OK(session.context->SetExecuteStream(session.stream));

    atb::VariantPack wrong = pack;
    wrong.inTensors[0].dataSize = 15;
    EXPECT(operation->Execute(wrong, nullptr, 0, session.context), atb::ERROR_INVALID_PARAM);
    wrong = pack;
    wrong.outTensors[0].deviceData = nullptr;
    EXPECT(operation->Execute(wrong, nullptr, 0, session.context), atb::ERROR_INVALID_PARAM);
    wrong = pack;
    wrong.inTensors.clear();
    EXPECT(operation->Execute(wrong, nullptr, 0, session.context), atb::ERROR_INVALID_PARAM);
    EXPECT(operation->Setup(wrong, size, session.context), atb::ERROR_INVALID_IN_TENSOR_NUM);
    EXPECT_OK(operation->Setup(pack, size, session.context));

    EXPECT_OK(session.context->SetExecuteType(atb::EXECUTE_LAUNCH));
    EXPECT(operation->Execute(pack, nullptr, 0, session.context), atb::ERROR_INVALID_PARAM); // nothing prepared
    EXPECT_OK(session.context->SetExecuteType(atb::EXECUTE_PRELAUNCH));
    EXPECT_OK(operation->Execute(pack, nullptr, 0, session.context));
    EXPECT_OK(session.context->SetExecuteType(atb::EXECUTE_LAUNCH));
    EXPECT_OK(operation->Execute(pack, nullptr, 0, session.context));
    EXPECT_OK(session.context->SetExecuteType(atb::EXECUTE_NORMAL));
    EXPECT_OK(aclrtSynchronizeStream(session.stream));
    EXPECT_TRUE(download(pack.outTensors[0]) == std::vector<float>({3, 6, 9, 12}));

    EXPECT_OK(atb::DestroyOperation(operation));
    release(pack);
}

static void testParameters(Session &session)
{
    Elewise param, read;
    param.elewiseType = Elewise::ELEWISE_MULS;
    param.mulsParam.varAttr = 2;
    EXPECT(atb::CreateOperation(param, static_cast<atb::Operation **>(nullptr)), atb::ERROR_INVALID_PARAM);
    atb::Operation *operation = nullptr, *none = nullptr;
    EXPECT_OK(atb::CreateOperation(param, &operation));
    EXPECT_TRUE(operation->GetName() == "ElewiseOperation");
    EXPECT(operation->GetInputNum() * 10 + operation->GetOutputNum(), 11);

    EXPECT_OK(atb::CloneOperationParam(operation, read));
    EXPECT(read.elewiseType, Elewise::ELEWISE_MULS);
    EXPECT_TRUE(read.mulsParam.varAttr == 2);
    atb::infer::RopeParam rope;
    atb::infer::PadParam pad;
    EXPECT(atb::CloneOperationParam(operation, rope), atb::ERROR_INVALID_PARAM);
    EXPECT(atb::CloneOperationParam(operation, pad), atb::ERROR_INVALID_PARAM);
    EXPECT(atb::CloneOperationParam(none, read), atb::ERROR_INVALID_PARAM);
    EXPECT(atb::UpdateOperationParam(none, param), atb::ERROR_INVALID_PARAM);
    EXPECT(atb::UpdateOperationParam(operation, rope), atb::ERROR_INVALID_PARAM);
    EXPECT(atb::UpdateOperationParam(operation, pad), atb::ERROR_INVALID_PARAM);

    atb::VariantPack pack;
    pack.inTensors = {upload({2}, {5, 6})};
    pack.outTensors = {allocate({2})};
    uint64_t size = 0;
    EXPECT_OK(operation->Setup(pack, size, session.context));
    EXPECT_OK(atb::UpdateOperationParam(operation, param)); // the same: nothing changes
    EXPECT_OK(operation->Execute(pack, nullptr, 0, session.context));
    param.mulsParam.varAttr = 10;
    EXPECT_OK(atb::UpdateOperationParam(operation, param));
    EXPECT(operation->Execute(pack, nullptr, 0, session.context), atb::ERROR_OPERATION_NULL_RUNNER);
    run(session, operation, pack);
    EXPECT_TRUE(download(pack.outTensors[0]) == std::vector<float>({50, 60}));

    EXPECT(atb::CreateOperation(pad, &none), atb::ERROR_INVALID_PARAM); // not simulated
    EXPECT_TRUE(none == nullptr);
    EXPECT(atb::GetExecuteStreamId(nullptr), 0);
    EXPECT(atb::SetExecuteStreamId(nullptr, 1), atb::ERROR_INVALID_PARAM);
    EXPECT_OK(atb::SetExecuteStreamId(operation, 1));
    EXPECT(atb::GetExecuteStreamId(operation), 1);
    EXPECT(operation->Execute(pack, nullptr, 0, session.context), atb::ERROR_INVALID_PARAM); // there is no such stream
    EXPECT_OK(atb::DestroyOperation(operation));
    EXPECT_OK(atb::DestroyOperation(nullptr));
    release(pack);
}

static void testUtils()
{
    EXPECT(atb::Utils::GetTensorSize(describe({2, 3}, ACL_FLOAT16)), 12);
    EXPECT(atb::Utils::GetTensorSize(describe({2, 3}, ACL_DT_UNDEFINED)), 6);
    EXPECT(atb::Utils::GetTensorSize(describe({}, ACL_FLOAT16)), 0);
    EXPECT(atb::Utils::GetTensorSize(describe({2, 0}, ACL_FLOAT16)), 0);
    EXPECT(atb::Utils::GetTensorSize(describe({2}, static_cast<aclDataType>(99))), 0);
    EXPECT(atb::Utils::GetTensorSize(describe({INT64_MAX, 1}, ACL_INT64)), 0);
    EXPECT(atb::Utils::GetTensorNumel(describe({2, 3, 4})), 24);
    EXPECT(atb::Utils::GetTensorNumel(describe({-2, 3})), 0);
    EXPECT(atb::Utils::GetTensorNumel(describe({INT64_MAX, 3})), 0);
    EXPECT_TRUE(!atb::Utils::GetAtbVersion().empty());
    const float scale = 1;
    uint64_t bits = 0;
    atb::Utils::QuantParamConvert(&scale, &bits, 1);
    EXPECT(bits, 0x3F800000);
    EXPECT(atb::Utils::SetLogLevel(static_cast<atb::LogLevel>(5)), atb::ERROR_INVALID_PARAM);
    EXPECT_OK(atb::Utils::SetLogLevel(atb::LogLevel::NONE));
    EXPECT_OK(atb::Utils::ResetLogLevel());
}

int main()
{
    atb::Context *early = nullptr;
    EXPECT(atb::CreateContext(&early), atb::ERROR_OUT_OF_DEVICE_MEMORY); // no device is set
    Session session;
    testContexts();
    testOrder(session);
    testParameters(session);
    testUtils();
    return check_result();
}
