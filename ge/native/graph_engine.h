/* The part of the graph engine's C++ interface that its clients link: the names, signatures and sizes that their
 * binaries show. What an object knows is behind one shared pointer, as in CANN, so that clients may hold it by value.
 */
#ifndef GE_NATIVE_GRAPH_ENGINE_H
#define GE_NATIVE_GRAPH_ENGINE_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#define GE_EXPORT __attribute__((visibility("default")))

namespace ge {

using Status = uint32_t;
using graphStatus = uint32_t;
constexpr Status SUCCESS = 0;
constexpr Status FAILED = 0xFFFFFFFFu;

enum DataType : int32_t { DT_FLOAT = 0 };
enum Format : int32_t { FORMAT_ND = 2 };
enum Placement : uint32_t { kPlacementHost = 0, kPlacementDevice = 1 };

class GE_EXPORT AscendString
{
   public:
    AscendString() = default;
    AscendString(const char *text);
    const char *GetString() const;
    bool operator<(const AscendString &other) const;
    bool operator==(const AscendString &other) const;

   private:
    std::shared_ptr<std::string> text_;
};

using Options = std::map<AscendString, AscendString>;

class GE_EXPORT Shape
{
   public:
    Shape();
    explicit Shape(const std::vector<int64_t> &dims);
    std::vector<int64_t> GetDims() const;

   private:
    std::shared_ptr<std::vector<int64_t>> dims_;
};

struct Description;

class GE_EXPORT TensorDesc
{
   public:
    TensorDesc();
    TensorDesc(const TensorDesc &other);
    TensorDesc &operator=(const TensorDesc &other);
    Shape GetShape() const;
    Format GetFormat() const;
    DataType GetDataType() const;
    Placement GetPlacement() const;
    void SetDataType(DataType type);
    void SetFormat(Format format);
    void SetOriginFormat(Format format);
    void SetOriginShape(const Shape &shape);
    void SetPlacement(Placement placement);

   private:
    friend class Tensor;
    std::shared_ptr<Description> description_;
};

struct Contents;

class GE_EXPORT Tensor
{
   public:
    using Deleter = std::function<void(uint8_t *)>;

    Tensor();
    TensorDesc GetTensorDesc() const;
    graphStatus SetTensorDesc(const TensorDesc &desc);
    const uint8_t *GetData() const;
    uint8_t *GetData();
    graphStatus SetData(uint8_t *data, size_t size, const Deleter &deleter);
    std::unique_ptr<uint8_t[], Deleter> ResetData();
    graphStatus ResetData(uint8_t *data, size_t size, const Deleter &deleter);
    graphStatus SetOriginShapeDimNum(size_t count);
    size_t GetOriginShapeDimNum() const;
    graphStatus SetOriginShapeDim(size_t index, int64_t dim);
    graphStatus SetShapeDimNum(size_t count);
    size_t GetShapeDimNum() const;
    graphStatus SetShapeDim(size_t index, int64_t dim);
    int64_t GetShapeDim(size_t index) const;
    graphStatus SetFormat(const Format &format);
    Format GetFormat() const;
    graphStatus SetDataType(const DataType &type);
    DataType GetDataType() const;
    graphStatus SetPlacement(const Placement &placement);
    Placement GetPlacement() const;

    /* Not in CANN's interface: how many bytes the data have. */
    size_t size() const;

   private:
    std::shared_ptr<Contents> contents_;
};

class GE_EXPORT GNode
{
   public:
    GNode() = default;
    graphStatus GetType(AscendString &type) const;

   private:
    friend class Graph;
    std::shared_ptr<AscendString> type_;
};

struct Model;

class GE_EXPORT Graph
{
   public:
    Graph() = default;
    explicit Graph(const char *name);
    graphStatus LoadFromSerializedModelArray(const void *model, size_t size);
    graphStatus CopyFrom(const Graph &source);
    std::vector<GNode> GetAllNodes() const;
    graphStatus SaveToFile(const char *path) const;

    /* Not in CANN's interface: the handle under which Python keeps the model, 0 when nothing was loaded. */
    int64_t handle() const;

   private:
    std::shared_ptr<Model> model_;
};

class GE_EXPORT Operator
{
   public:
    virtual ~Operator() = default; /* clients have its vtable */
    void UpdateInputDesc(const char *name, const TensorDesc &desc);
    graphStatus GetAllIrAttrNamesAndTypes(std::map<AscendString, AscendString> &attributes) const;

   private:
    std::shared_ptr<void> reserved_;
};

class GE_EXPORT OperatorFactory
{
   public:
    static Operator CreateOperator(const char *name, const char *type);
    static bool IsExistOp(const char *type);
};

class GE_EXPORT CompiledGraphSummary
{
   public:
    bool IsStatic() const;
    Status GetConstMemorySize(size_t &size) const;
    Status GetFeatureMemorySize(size_t &size) const;
    Status GetFixedFeatureMemorySize(size_t &size) const;
    Status GetFeatureMemoryBaseRefreshable(bool &refreshable) const;
    Status GetOutputShapes(std::vector<Shape> &shapes) const;
    Status GetOutputDtypes(std::vector<DataType> &types) const;
};

class Allocator;

class GE_EXPORT Session
{
   public:
    explicit Session(const Options &options);
    ~Session();
    Status AddGraph(uint32_t id, const Graph &graph, const Options &options);
    Status RemoveGraph(uint32_t id);
    Status CompileGraph(uint32_t id);
    std::shared_ptr<CompiledGraphSummary> GetCompiledGraphSummary(uint32_t id);
    Status RunGraph(uint32_t id, const std::vector<Tensor> &inputs, std::vector<Tensor> &outputs);
    Status RunGraphWithStreamAsync(uint32_t id, void *stream, const std::vector<Tensor> &inputs,
                                   std::vector<Tensor> &outputs);
    Status SetGraphConstMemoryBase(uint32_t id, const void *memory, size_t size);
    Status UpdateGraphFeatureMemoryBase(uint32_t id, const void *memory, size_t size);
    Status SetGraphFixedFeatureMemoryBase(uint32_t id, const void *memory, size_t size);
    Status UpdateGraphRefreshableFeatureMemoryBase(uint32_t id, const void *memory, size_t size);
    Status RegisterExternalAllocator(const void *stream, std::shared_ptr<Allocator> allocator) const;

   private:
    uint64_t handle_;
};

GE_EXPORT AscendString GetFormatName(Format format);
GE_EXPORT Status GEInitialize(const Options &options);
GE_EXPORT Status GEFinalize();
GE_EXPORT AscendString GEGetWarningMsgV2();

} // namespace ge

#endif
