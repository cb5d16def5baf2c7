/* The log's tree against the published vectors of RFC 6962 implementations. */
#include "case/merkle.h"
#include "tap.h"

static const struct {
  const char *leaf;
  size_t len;
  const char *root; /* of the tree that ends with this leaf */
} vectors[] = {
    {"", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
    {"\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
    {"\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
    {"\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
    {"\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
    {"\x40\x41\x42\x43", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
    {"\x50\x51\x52\x53\x54\x55\x56\x57", 8, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
    {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
     "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
};

int main(void) {
  struct merkle tree = {0};
  struct sha256 hash = {0};
  uint8_t root[32], leaf[32];
  char hex[65];
  OK(merkle_root(&tree, root) == 0, "a tree of nothing has a root");
  hex_write(root, 32, hex);
  IS_STR(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "the hash of nothing");
  for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
    OK(merkle_leaf(&hash, vectors[i].leaf, vectors[i].len, leaf) == 0 && merkle_add(&tree, leaf) == 0, "a leaf is added");
    OK(merkle_root(&tree, root) == 0, "and there is a root");
    hex_write(root, 32, hex);
    IS_STR(hex, vectors[i].root, "which is the published one");
  }
  sha256_free(&hash);
  return DONE();
}
