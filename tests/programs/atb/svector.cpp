/* The vector of the public headers: elements on the stack and beyond, limits, comparisons. */
#include <memory>
#include <sstream>
#include <string>

#include "atb/svector.h"
#include "check.h"

template <class Exception, class Function>
static bool throws(Function function)
{
    try {
        function();
    } catch (const Exception &) {
        return true;
    }
    return false;
}

int main()
{
    atb::SVector<int64_t> empty, listed = {3, 1, 2}, filled(5, 7);
    EXPECT_TRUE(empty.empty());
    EXPECT(listed.size(), 3);
    EXPECT(listed[0] * 100 + listed.at(1) * 10 + listed.data()[2], 312);
    EXPECT(filled.size(), 5);
    EXPECT(filled[4], 7);
    EXPECT(atb::SVector<int64_t>(4)[3], 0);

    listed.insert(1, 9);
    listed.push_back(listed[0]);
    std::ostringstream text;
    text << listed;
    EXPECT_TRUE(text.str() == "3,9,1,2,3");
    EXPECT_TRUE(throws<std::out_of_range>([&] { listed.at(5); }));
    EXPECT_TRUE(throws<std::out_of_range>([&] { listed[5]; }));
    EXPECT_TRUE(throws<std::out_of_range>([&] { listed.insert(6, 0); }));

    atb::SVector<int64_t> copy = listed;
    EXPECT_TRUE(copy == listed);
    copy[0] = 4;
    EXPECT_TRUE(copy != listed && listed < copy && !(copy < listed));
    copy = {1};
    EXPECT_TRUE(copy.size() == 1 && copy < listed);

    for (int64_t i = 0; i < 256; i++) empty.push_back(i);
    EXPECT(empty[255], 255);
    EXPECT_TRUE(throws<atb::MaxSizeExceeded>([&] { empty.push_back(0); }));
    EXPECT_TRUE(throws<atb::MaxSizeExceeded>([&] { empty.resize(257); }));
    EXPECT_TRUE(throws<atb::MaxSizeExceeded>([] { atb::SVector<int>(257); }));
    int64_t sum = 0;
    for (int64_t value : empty) sum += value;
    EXPECT(sum, 255 * 128);
    atb::SVector<int64_t> large = empty;
    EXPECT_TRUE(large == empty);
    empty = empty;
    empty.clear();
    empty.resize(2);
    EXPECT(empty[1], 0);
    listed = large;
    EXPECT(listed.size(), 256);

    atb::SVector<std::string> words = {"a long word that needs memory of its own"};
    for (int i = 0; i < 100; i++) words.push_back(words[0]);
    EXPECT_TRUE(words[100] == words[0]);
    atb::SVector<std::shared_ptr<int>> pointers(3, std::make_shared<int>(5));
    EXPECT(pointers[0].use_count(), 3);
    EXPECT(atb::SVector<bool>(3, true).size(), 3);
    return check_result();
}
