#include "python.h"

namespace ge {

/* Python's handle of a model, given back with the last graph that shares it. */
struct Model {
    int64_t handle;

    explicit Model(int64_t given) : handle(given) {}
    Model(const Model &) = delete;
    Model &operator=(const Model &) = delete;

    ~Model()
    {
        native::call("ge::Graph::~Graph", {handle});
    }
};

graphStatus GNode::GetType(AscendString &type) const
{
    if (type_ == nullptr) return FAILED;
    type = *type_;
    return SUCCESS;
}

Graph::Graph(const char *) {}

int64_t Graph::handle() const
{
    return model_ != nullptr ? model_->handle : 0;
}

graphStatus Graph::LoadFromSerializedModelArray(const void *model, size_t size)
{
    int64_t loaded = 0;
    Status answer = native::status("ge::Graph::LoadFromSerializedModelArray",
                                   {native::number(model), static_cast<int64_t>(size), native::number(&loaded)});
    if (answer == SUCCESS) model_ = std::make_shared<Model>(loaded);
    return answer;
}

graphStatus Graph::CopyFrom(const Graph &source)
{
    model_ = source.model_;
    return SUCCESS;
}

std::vector<GNode> Graph::GetAllNodes() const
{
    int64_t count = 0, longest = 0;
    std::vector<GNode> nodes;
    if (native::status("ge::Graph::GetAllNodes", {handle(), native::number(&count), native::number(&longest)}) != 0)
        return nodes;
    std::vector<char> type(static_cast<size_t>(longest) + 1);
    for (int64_t index = 0; index < count; index++) {
        if (native::status("ge::GNode::GetType", {handle(), index, native::number(type.data())}) != 0) break;
        GNode node;
        node.type_ = std::make_shared<AscendString>(type.data());
        nodes.push_back(node);
    }
    return nodes;
}

graphStatus Graph::SaveToFile(const char *path) const
{
    return native::status("ge::Graph::SaveToFile", {handle(), native::number(path)});
}

AscendString GetFormatName(Format format)
{
    char name[64] = "";
    native::status("ge::GetFormatName", {format, native::number(name), sizeof name});
    return AscendString(name);
}

/* Clients ask an operator made here which attributes its type knows. Python says which types there are; of their
 * attributes none is told, so that a client relies on no optional one. */
void Operator::UpdateInputDesc(const char *, const TensorDesc &) {}

graphStatus Operator::GetAllIrAttrNamesAndTypes(std::map<AscendString, AscendString> &) const
{
    return FAILED;
}

Operator OperatorFactory::CreateOperator(const char *, const char *)
{
    return Operator();
}

bool OperatorFactory::IsExistOp(const char *type)
{
    return native::call("ge::OperatorFactory::IsExistOp", {native::number(type)}, 0) == 1;
}

} // namespace ge
