#ifndef VAGLIO_CZSTD_SHIM_H
#define VAGLIO_CZSTD_SHIM_H

#include <zstd.h>

#endif
