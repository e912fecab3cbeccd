#include "description.h"

namespace ge {

/* A description and data that end with the last tensor that shares them. */
struct Contents {
    Description description;
    uint8_t *data = nullptr;
    size_t size = 0;
    Tensor::Deleter deleter;

    Contents() = default;
    Contents(const Contents &) = delete;
    Contents &operator=(const Contents &) = delete;

    ~Contents()
    {
        release();
    }

    void release()
    {
        if (data != nullptr && deleter) deleter(data);
        data = nullptr;
        size = 0;
        deleter = nullptr;
    }
};

static bool set_dim(std::vector<int64_t> &dims, size_t index, int64_t dim)
{
    if (index >= dims.size()) return false;
    dims[index] = dim;
    return true;
}

Tensor::Tensor() : contents_(std::make_shared<Contents>()) {}

TensorDesc Tensor::GetTensorDesc() const
{
    TensorDesc desc;
    *desc.description_ = contents_->description;
    return desc;
}

graphStatus Tensor::SetTensorDesc(const TensorDesc &desc)
{
    contents_->description = *desc.description_;
    return SUCCESS;
}

const uint8_t *Tensor::GetData() const
{
    return contents_->data;
}

uint8_t *Tensor::GetData()
{
    return contents_->data;
}

size_t Tensor::size() const
{
    return contents_->size;
}

graphStatus Tensor::SetData(uint8_t *data, size_t size, const Deleter &deleter)
{
    contents_->release();
    contents_->data = data;
    contents_->size = size;
    contents_->deleter = deleter;
    return SUCCESS;
}

graphStatus Tensor::ResetData(uint8_t *data, size_t size, const Deleter &deleter)
{
    return SetData(data, size, deleter);
}

/* Gives the data away, with the duty to delete them. */
std::unique_ptr<uint8_t[], Tensor::Deleter> Tensor::ResetData()
{
    Deleter deleter = contents_->deleter ? contents_->deleter : [](uint8_t *) {};
    std::unique_ptr<uint8_t[], Deleter> given(contents_->data, deleter);
    contents_->data = nullptr;
    contents_->release();
    return given;
}

graphStatus Tensor::SetOriginShapeDimNum(size_t count)
{
    contents_->description.origin_shape.resize(count);
    return SUCCESS;
}

size_t Tensor::GetOriginShapeDimNum() const
{
    return contents_->description.origin_shape.size();
}

graphStatus Tensor::SetOriginShapeDim(size_t index, int64_t dim)
{
    return set_dim(contents_->description.origin_shape, index, dim) ? SUCCESS : FAILED;
}

graphStatus Tensor::SetShapeDimNum(size_t count)
{
    contents_->description.shape.resize(count);
    return SUCCESS;
}

size_t Tensor::GetShapeDimNum() const
{
    return contents_->description.shape.size();
}

graphStatus Tensor::SetShapeDim(size_t index, int64_t dim)
{
    return set_dim(contents_->description.shape, index, dim) ? SUCCESS : FAILED;
}

int64_t Tensor::GetShapeDim(size_t index) const
{
    const std::vector<int64_t> &shape = contents_->description.shape;
    return index < shape.size() ? shape[index] : 0;
}

graphStatus Tensor::SetFormat(const Format &format)
{
    contents_->description.format = format;
    return SUCCESS;
}

Format Tensor::GetFormat() const
{
    return contents_->description.format;
}

graphStatus Tensor::SetDataType(const DataType &type)
{
    contents_->description.type = type;
    return SUCCESS;
}

DataType Tensor::GetDataType() const
{
    return contents_->description.type;
}

graphStatus Tensor::SetPlacement(const Placement &placement)
{
    contents_->description.placement = placement;
    return SUCCESS;
}

Placement Tensor::GetPlacement() const
{
    return contents_->description.placement;
}

} // namespace ge
