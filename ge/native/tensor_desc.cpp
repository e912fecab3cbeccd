#include "description.h"

namespace ge {

Shape::Shape() : dims_(std::make_shared<std::vector<int64_t>>()) {}

Shape::Shape(const std::vector<int64_t> &dims) : dims_(std::make_shared<std::vector<int64_t>>(dims)) {}

std::vector<int64_t> Shape::GetDims() const
{
    return dims_ != nullptr ? *dims_ : std::vector<int64_t>();
}

TensorDesc::TensorDesc() : description_(std::make_shared<Description>()) {}

TensorDesc::TensorDesc(const TensorDesc &other) : description_(std::make_shared<Description>(*other.description_)) {}

TensorDesc &TensorDesc::operator=(const TensorDesc &other)
{
    if (this != &other) description_ = std::make_shared<Description>(*other.description_);
    return *this;
}

Shape TensorDesc::GetShape() const
{
    return Shape(description_->shape);
}

Format TensorDesc::GetFormat() const
{
    return description_->format;
}

DataType TensorDesc::GetDataType() const
{
    return description_->type;
}

Placement TensorDesc::GetPlacement() const
{
    return description_->placement;
}

void TensorDesc::SetDataType(DataType type)
{
    description_->type = type;
}

void TensorDesc::SetFormat(Format format)
{
    description_->format = format;
}

void TensorDesc::SetOriginFormat(Format format)
{
    description_->origin_format = format;
}

void TensorDesc::SetOriginShape(const Shape &shape)
{
    description_->origin_shape = shape.GetDims();
}

void TensorDesc::SetPlacement(Placement placement)
{
    description_->placement = placement;
}

} // namespace ge
