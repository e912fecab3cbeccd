/* A vector of limited length whose first elements need no allocation. */
#ifndef ATB_SVECTOR_H
#define ATB_SVECTOR_H

#include <cstddef>
#include <exception>
#include <initializer_list>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <vector>

namespace atb {

constexpr std::size_t MAX_SVECTOR_SIZE = 256;
constexpr std::size_t DEFAULT_SVECTOR_SIZE = 64;
constexpr bool CHECK_BOUND = true;

/* More elements than MAX_SVECTOR_SIZE. */
struct MaxSizeExceeded : public std::exception {};

template <class T>
class SVector
{
   public:
    SVector() = default;

    SVector(std::initializer_list<T> list)
    {
        *this = list;
    }

    explicit SVector(std::size_t size, const T &value = T())
    {
        resize(size);
        for (T &element : *this) element = value;
    }

    SVector(const SVector &other)
    {
        assign(other.begin(), other.size_);
    }

    SVector &operator=(std::initializer_list<T> list)
    {
        assign(list.begin(), list.size());
        return *this;
    }

    SVector &operator=(const SVector &other)
    {
        if (this != &other) assign(other.begin(), other.size_);
        return *this;
    }

    void push_back(const T &value)
    {
        insert(size_, value);
    }

    /* Puts the value before the element at `position`. */
    void insert(const std::size_t position, const T &value)
    {
        if (position > size_) throw std::out_of_range("SVector::insert: the position is behind the end");
        const T kept = value; // it may be one of the elements that move
        reserve(size_ + 1);
        for (std::size_t i = size_; i > position; --i) data()[i] = data()[i - 1];
        data()[position] = kept;
        ++size_;
    }

    T *begin() noexcept
    {
        return data();
    }
    const T *begin() const noexcept
    {
        return data();
    }
    T *end() noexcept
    {
        return data() + size_;
    }
    const T *end() const noexcept
    {
        return data() + size_;
    }

    T &operator[](std::size_t index)
    {
        return at(index);
    }
    const T &operator[](std::size_t index) const
    {
        return at(index);
    }

    T &at(std::size_t index)
    {
        if (index >= size_) throw std::out_of_range("SVector::at: the index is behind the end");
        return data()[index];
    }
    const T &at(std::size_t index) const
    {
        return const_cast<SVector *>(this)->at(index);
    }

    std::size_t size() const noexcept
    {
        return size_;
    }
    bool empty() const noexcept
    {
        return size_ == 0;
    }
    void clear() noexcept
    {
        size_ = 0;
    }
    T *data() noexcept
    {
        return heap_ ? heap_.get() : inline_;
    }
    const T *data() const noexcept
    {
        return heap_ ? heap_.get() : inline_;
    }

    /* New elements are T(). */
    void resize(std::size_t size)
    {
        reserve(size);
        for (std::size_t i = size_; i < size; ++i) data()[i] = T();
        size_ = size;
    }

    void reserve(std::size_t size)
    {
        if (size > MAX_SVECTOR_SIZE) throw MaxSizeExceeded();
        if (size <= DEFAULT_SVECTOR_SIZE || heap_) return;
        std::unique_ptr<T[]> larger(new T[MAX_SVECTOR_SIZE]());
        for (std::size_t i = 0; i < size_; ++i) larger[i] = inline_[i];
        heap_ = std::move(larger);
    }

    bool operator==(const SVector &other) const
    {
        if (size_ != other.size_) return false;
        for (std::size_t i = 0; i < size_; ++i)
            if (!(data()[i] == other.data()[i])) return false;
        return true;
    }

    bool operator!=(const SVector &other) const
    {
        return !(*this == other);
    }

    /* The shorter one is the smaller; of equal length, the first difference decides. */
    bool operator<(const SVector &other) const
    {
        if (size_ != other.size_) return size_ < other.size_;
        for (std::size_t i = 0; i < size_; ++i)
            if (data()[i] != other.data()[i]) return data()[i] < other.data()[i];
        return false;
    }

   private:
    void assign(const T *first, std::size_t count)
    {
        reserve(count);
        for (std::size_t i = 0; i < count; ++i) data()[i] = first[i];
        size_ = count;
    }

    std::size_t size_ = 0;
    T inline_[DEFAULT_SVECTOR_SIZE] = {};
    std::unique_ptr<T[]> heap_; // of MAX_SVECTOR_SIZE elements, once there are more than fit inline
};

/* The elements with commas between them. */
template <class T>
std::ostream &operator<<(std::ostream &stream, const SVector<T> &vector)
{
    for (std::size_t i = 0; i < vector.size(); ++i) stream << (i == 0 ? "" : ",") << vector[i];
    return stream;
}

} // namespace atb

#endif
