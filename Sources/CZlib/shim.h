#ifndef VAGLIO_CZLIB_SHIM_H
#define VAGLIO_CZLIB_SHIM_H

#include <zlib.h>

#endif
