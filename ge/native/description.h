/* What TensorDesc and Tensor know. */
#ifndef GE_NATIVE_DESCRIPTION_H
#define GE_NATIVE_DESCRIPTION_H

#include "graph_engine.h"

namespace ge {

struct Description {
    std::vector<int64_t> shape, origin_shape;
    Format format = FORMAT_ND, origin_format = FORMAT_ND;
    DataType type = DT_FLOAT;
    Placement placement = kPlacementHost;
};

} // namespace ge

#endif
