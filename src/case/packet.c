/* Packets stay within the process that made them: the head is the struct itself. */
#include <string.h>

#include "case/prepare.h"

void packet_begin(struct packet *packet, const toll_document_info *info, toll_buffer *out) {
  memcpy(packet->sha256, info->sha256, sizeof packet->sha256);
  packet->id_len = info->id.len;
  packet->path_len = info->path.len;
  toll_buffer_add(out, (const char *)packet, sizeof *packet);
  toll_buffer_add(out, info->id.at, info->id.len);
  toll_buffer_add(out, info->path.at, info->path.len);
}

void packet_end(const struct packet *packet, size_t start, toll_buffer *out) {
  if (!out->failed) memcpy(out->at + start, packet, sizeof *packet);
}

bool packet_read(toll_slice bytes, struct packet *out) {
  if (bytes.len < sizeof *out) return false;
  memcpy(out, bytes.at, sizeof *out);
  const char *at = bytes.at + sizeof *out;
  size_t rest = bytes.len - sizeof *out;
  if (out->id_len > rest || out->path_len > rest - out->id_len) return false;
  out->id = (toll_slice){at, out->id_len};
  out->path = (toll_slice){at + out->id_len, out->path_len};
  at += out->id_len + out->path_len;
  rest -= out->id_len + out->path_len;
  if (out->rows > rest) return false;
  out->tape = (toll_slice){at, out->rows};
  out->log = (toll_slice){at + out->rows, rest - out->rows};
  return true;
}
