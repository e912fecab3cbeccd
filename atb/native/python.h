/* How the C++ surface reaches the Python that answers it: a function's documented name and 64-bit numbers. */
#ifndef ATB_NATIVE_PYTHON_H
#define ATB_NATIVE_PYTHON_H

#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include "acl_sim/native/surface.h"
#include "atb/types.h"

/* Where the program called the exported function that uses this. */
#define ATB_CALLER __builtin_return_address(0)

namespace atb {
namespace native {

/* Values as numbers: integers as they are, pointers by address, doubles by their bits, reserved bytes as whether
 * any of them is set, vectors as their length and their elements. */
class Slots
{
   public:
    template <class... Values>
    explicit Slots(const Values &...values)
    {
        (add(values), ...);
    }

    template <class Number>
    std::enable_if_t<std::is_integral<Number>::value || std::is_enum<Number>::value> add(Number value)
    {
        numbers_.push_back(static_cast<int64_t>(value));
    }

    void add(double value)
    {
        int64_t bits;
        std::memcpy(&bits, &value, sizeof bits);
        numbers_.push_back(bits);
    }

    template <class Pointed>
    void add(Pointed *const &pointer) // a reference, so that arrays are none
    {
        numbers_.push_back(reinterpret_cast<intptr_t>(pointer));
    }

    template <size_t size>
    void add(const uint8_t (&reserved)[size])
    {
        bool isSet = false;
        for (uint8_t byte : reserved) isSet = isSet || byte != 0;
        add(isSet);
    }

    template <class Element>
    void add(const SVector<Element> &elements)
    {
        add(elements.size());
        for (const Element &element : elements) add(element);
    }

    void add(const Dims &dims);
    void add(const TensorDesc &desc);
    void add(const Tensor &tensor);
    void add(const Chunk &chunk);

    /* Appends numbers that are laid out already. */
    void append(const Slots &other)
    {
        numbers_.insert(numbers_.end(), other.numbers_.begin(), other.numbers_.end());
    }

    const int64_t *data() const
    {
        return numbers_.data();
    }
    size_t size() const
    {
        return numbers_.size();
    }

   private:
    std::vector<int64_t> numbers_;
};

/* How many numbers a description and a tensor take. */
constexpr size_t DESC_SLOTS = 3 + MAX_DIM, TENSOR_SLOTS = DESC_SLOTS + 3;

Dims dimsOf(const int64_t *slots);
TensorDesc descOf(const int64_t *slots);
Tensor tensorOf(const int64_t *slots);
SVector<TensorDesc> descsOf(const int64_t *slots, size_t count);
VariantPack packOf(const int64_t *slots, size_t inputs, size_t outputs);

/* The inputs and outputs of a pack, one after the other, without their numbers. */
Slots tensorsOf(const VariantPack &pack);

/* Calls the Python function that answers `function`; `failed` is for when that is impossible. */
int64_t call(const void *caller, const char *function, const Slots &slots, int64_t failed = ERROR_INTERNAL_ERROR);

/* A text that Python writes into a buffer. */
std::string textOf(const void *caller, const char *function, uint64_t handle);

} // namespace native
} // namespace atb

#endif
