/* Heads made of "Name: value" lines, as WARC and HTTP have them. */
#ifndef TOLL_READ_FIELDS_H
#define TOLL_READ_FIELDS_H

#include "toll/text.h"

/* Length of a head with the empty line that ends it; 0 where that line is not in bytes. */
size_t fields_end(toll_slice bytes);

/* The value of the first line of that name (given in lower case; any case is found), without blanks around it; not
 * given where there is none. */
toll_slice fields_find(toll_slice head, toll_slice name);

/* The next item of a list parted by commas or semicolons, without blanks around it; *list
 * goes on behind it.  Not given at the end. */
toll_slice fields_item(toll_slice *list, char between);

/* a=b or a="b" among the parameters of a media type: b; not given where there is none. */
toll_slice fields_parameter(toll_slice value, toll_slice name);

#endif
