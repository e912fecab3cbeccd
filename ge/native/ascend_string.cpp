#include <cstring>

#include "graph_engine.h"

namespace ge {

AscendString::AscendString(const char *text) : text_(text != nullptr ? std::make_shared<std::string>(text) : nullptr) {}

const char *AscendString::GetString() const
{
    return text_ != nullptr ? text_->c_str() : "";
}

bool AscendString::operator<(const AscendString &other) const
{
    return std::strcmp(GetString(), other.GetString()) < 0;
}

bool AscendString::operator==(const AscendString &other) const
{
    return std::strcmp(GetString(), other.GetString()) == 0;
}

} // namespace ge
