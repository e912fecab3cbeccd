/* The fields of each simulated operation's parameter as numbers, in the order in which its Python file names them. */
#ifndef ATB_NATIVE_PARAMS_H
#define ATB_NATIVE_PARAMS_H

#include "atb/atb_infer.h"
#include "python.h"

namespace atb {
namespace native {

inline Slots fields(const infer::RopeParam &p)
{
    return Slots(p.rotaryCoeff, p.cosFormat, p.rsv);
}

inline Slots fields(const infer::ElewiseParam &p)
{
    return Slots(p.elewiseType, p.quantParam.inputScale, p.quantParam.asymmetric, p.quantParam.inputOffset,
                 p.quantParam.rsv, p.mulsParam.varAttr, p.mulsParam.rsv, p.outTensorType, p.rsv);
}

} // namespace native
} // namespace atb

#endif
