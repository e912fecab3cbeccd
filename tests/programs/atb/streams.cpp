/* Operations that are no computations: events between streams, one of two operations by a condition; and the
 * functions that nobody simulates. */
#include <cstring>
#include <stdexcept>

#include "atb/atb_acl.h"
#include "atb/comm.h"
#include "session.h"

using Elewise = atb::infer::ElewiseParam;
using Event = atb::common::EventParam;
using Floats = std::vector<float>;

static atb::Operation *event(aclrtEvent event, Event::OperatorType type)
{
    Event param;
    param.event = event;
    param.operatorType = type;
    atb::Operation *operation = nullptr;
    EXPECT_OK(atb::CreateOperation(param, &operation));
    return operation;
}

static atb::Node node(atb::Operation *operation, std::initializer_list<uint32_t> in,
                      std::initializer_list<uint32_t> out)
{
    atb::Node made;
    made.operation = operation;
    made.inTensorIds = in;
    made.outTensorIds = out;
    return made;
}

/* The first stream computes x * 10 and records; the second waits, and adds x. */
static void testEventsInAGraph(Session &session)
{
    aclrtStream second = nullptr;
    EXPECT_OK(aclrtCreateStream(&second));
    EXPECT_OK(session.context->SetExecuteStreams({session.stream, second}));
    aclrtEvent moment = nullptr;
    EXPECT_OK(aclrtCreateEventWithFlag(&moment, ACL_EVENT_SYNC));
    atb::GraphParam graph;
    graph.inTensorNum = graph.outTensorNum = graph.internalTensorNum = 1;
    atb::Operation *wait = event(moment, Event::WAIT), *add = elewise(Elewise::ELEWISE_ADD);
    EXPECT_OK(atb::SetExecuteStreamId(wait, 1));
    EXPECT_OK(atb::SetExecuteStreamId(add, 1));
    graph.nodes = {node(elewise(Elewise::ELEWISE_MULS, 10), {0}, {2}), node(event(moment, Event::RECORD), {}, {}),
                   node(wait, {}, {}), node(add, {2, 0}, {1})};
    atb::Operation *operation = nullptr;
    EXPECT_OK(atb::CreateOperation(graph, &operation));
    atb::VariantPack pack;
    pack.inTensors = {upload({2}, {1, 2})};
    pack.outTensors = {allocate({2})};
    uint64_t size = 0;
    EXPECT_OK(operation->Setup(pack, size, session.context));
    void *workspace = nullptr;
    EXPECT_OK(aclrtMalloc(&workspace, size, ACL_MEM_MALLOC_HUGE_FIRST));
    EXPECT_OK(operation->Execute(pack, static_cast<uint8_t *>(workspace), size, session.context));
    EXPECT_OK(aclrtSynchronizeStream(second)); // the first stream's work is waited for
    EXPECT_TRUE(download(pack.outTensors[0]) == Floats({11, 22}));
    EXPECT_OK(aclrtSynchronizeStream(session.stream));
    EXPECT_OK(aclrtFree(workspace));
    release(pack);
    EXPECT_OK(atb::DestroyOperation(operation));
    EXPECT_OK(aclrtDestroyEvent(moment));
    EXPECT_OK(session.context->SetExecuteStreams({session.stream}));
    EXPECT_OK(aclrtDestroyStream(second));
}

static atb::Status execute(Session &session, atb::Operation *operation)
{
    uint64_t size = 1;
    atb::VariantPack pack;
    EXPECT_OK(operation->Setup(pack, size, session.context));
    EXPECT(size, 0);
    const atb::Status status = operation->Execute(pack, nullptr, size, session.context);
    EXPECT_OK(atb::DestroyOperation(operation));
    return status;
}

static void testRefusedEvents(Session &session)
{
    EXPECT_OK(execute(session, event(nullptr, Event::UNDEFINED)));
    EXPECT(execute(session, event(nullptr, Event::RECORD)), atb::ERROR_INVALID_PARAM);
    EXPECT(execute(session, event(&session, Event::WAIT)), atb::ERROR_CANN_ERROR);
    Event param;
    param.event = nullptr;
    param.operatorType = static_cast<Event::OperatorType>(3);
    atb::Operation *operation = nullptr;
    EXPECT(atb::CreateOperation(param, &operation), atb::ERROR_INVALID_PARAM);
    operation = event(nullptr, Event::RECORD);
    EXPECT_OK(atb::CloneOperationParam(operation, param));
    EXPECT(param.operatorType, Event::RECORD);
    EXPECT_OK(atb::DestroyOperation(operation));
}

static bool isSet(void *flag)
{
    if (flag == nullptr) throw std::runtime_error("no flag");
    return *static_cast<bool *>(flag);
}

static Floats result(Session &session, atb::Operation *operation, const Floats &x)
{
    atb::VariantPack pack;
    pack.inTensors = {upload({2}, x)};
    pack.outTensors = {allocate({2})};
    run(session, operation, pack);
    const Floats values = download(pack.outTensors[0]);
    release(pack);
    return values;
}

static void testCondition(Session &session)
{
    bool flag = true;
    atb::common::IfCondParam param;
    param.userData = &flag;
    param.handle = isSet;
    param.opA = elewise(Elewise::ELEWISE_MULS, 2);
    param.opB = elewise(Elewise::ELEWISE_MULS, 3);
    atb::Operation *operation = nullptr;
    EXPECT_OK(atb::CreateOperation(param, &operation));
    EXPECT_TRUE(operation->GetName() == "IfOperation");
    EXPECT(operation->GetInputNum() * 10 + operation->GetOutputNum(), 11);
    EXPECT_TRUE(result(session, operation, {1, 2}) == Floats({2, 4}));
    flag = false;
    EXPECT_TRUE(result(session, operation, {1, 2}) == Floats({3, 6}));

    atb::GraphParam graph;
    graph.inTensorNum = graph.outTensorNum = graph.internalTensorNum = 1;
    graph.nodes = {node(operation, {0}, {2}), node(elewise(Elewise::ELEWISE_MULS, 10), {2}, {1})};
    atb::Operation *whole = nullptr;
    EXPECT_OK(atb::CreateOperation(graph, &whole));
    EXPECT_TRUE(result(session, whole, {1, 2}) == Floats({30, 60}));
    EXPECT_OK(atb::DestroyOperation(whole)); // and the conditional operation, but not its two
    EXPECT_OK(atb::DestroyOperation(param.opA));
    EXPECT_OK(atb::DestroyOperation(param.opB));
}

static void testRefusedConditions(Session &session)
{
    bool flag = true;
    atb::Operation *one = elewise(Elewise::ELEWISE_MULS, 2), *two = elewise(Elewise::ELEWISE_ADD);
    atb::Operation *operation = nullptr;
    const atb::common::IfCondParam right = {&flag, isSet, one, one, {0}};
    for (int field = 0; field < 5; ++field) {
        atb::common::IfCondParam param = right;
        if (field == 0) param.userData = nullptr;
        if (field == 1) param.handle = nullptr;
        if (field == 2) param.opA = nullptr;
        if (field == 3) param.opB = nullptr;
        if (field == 4) param.opB = two;
        EXPECT(atb::CreateOperation(param, &operation), atb::ERROR_INVALID_PARAM);
    }
    atb::common::IfCondParam throwing = right;
    throwing.handle = [](void *) -> bool { throw std::runtime_error("not known"); };
    EXPECT_OK(atb::CreateOperation(throwing, &operation));
    atb::VariantPack pack;
    pack.inTensors = {allocate({2})};
    pack.outTensors = {allocate({2})};
    uint64_t size = 0;
    EXPECT(operation->Setup(pack, size, session.context), atb::ERROR_INVALID_PARAM);
    release(pack);
    EXPECT_OK(atb::DestroyOperation(operation));
    EXPECT_OK(atb::DestroyOperation(one));
    EXPECT_OK(atb::DestroyOperation(two));
}

static void testNotSimulated()
{
    char name[128];
    std::vector<uint32_t> ranks = {0};
    EXPECT_TRUE(atb::Comm::CreateHcclComm(0, 0, 1, name) == nullptr);
    EXPECT_TRUE(atb::Comm::CreateHcclCommByRankTableFile(0, 1, "table", name) == nullptr);
    EXPECT_TRUE(atb::Comm::CreateHcclCrossMulitComm("table", 0, ranks, 0, 200, name) == nullptr);
    EXPECT(atb::Comm::DestoryHcclComm(nullptr), atb::ERROR_INVALID_PARAM);
    EXPECT(AtbRingMLA(nullptr, 0, nullptr, nullptr), atb::ERROR_INVALID_PARAM);
    EXPECT(AtbPagedCacheLoadGetWorkspaceSize(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, 0, false,
                                             false, nullptr, nullptr, nullptr),
           atb::ERROR_INVALID_PARAM);
    EXPECT_TRUE(std::strstr(aclGetRecentErrMsg(), "AtbPagedCacheLoadGetWorkspaceSize is declared by ATB but not"));
}

int main()
{
    Session session;
    testEventsInAGraph(session);
    testRefusedEvents(session);
    testCondition(session);
    testRefusedConditions(session);
    testNotSimulated();
    return check_result();
}
