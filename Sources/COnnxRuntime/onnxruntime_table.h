// The beginning of ONNX Runtime's table of functions, as far as Vaglio calls it.
//
// ONNX Runtime promises that its table only grows at the end, so that whoever asks for version 1 finds
// these functions at these places in every release
// (https://onnxruntime.ai/docs/api/c/struct_ort_api.html). The places between them are only counted:
// `places_A_B` are those from A to B. Every function that returns a status returns NULL where all went
// well; another must be released.

#ifndef VAGLIO_ONNXRUNTIME_TABLE_H
#define VAGLIO_ONNXRUNTIME_TABLE_H

#include <stddef.h>
#include <stdint.h>

typedef struct ort_status ort_status;
typedef struct ort_env ort_env;
typedef struct ort_session ort_session;
typedef struct ort_session_options ort_session_options;
typedef struct ort_value ort_value;
typedef struct ort_memory_info ort_memory_info;
typedef struct ort_allocator ort_allocator;
typedef struct ort_shape ort_shape;

typedef const void *ort_place;

// A function that returns a status.
#define ORT_FUNCTION(name, ...) ort_status *_Nullable (*_Nonnull name)(__VA_ARGS__)
// A function that releases what the table made; NULL is left alone.
#define ORT_RELEASE(name, type) void (*_Nonnull name)(type * _Nullable released)

typedef struct ort_api {
  ort_place places_0_1[2];
  const char *_Nullable (*_Nonnull error_message)(const ort_status *_Nonnull status);  // 2
  ORT_FUNCTION(create_env, int32_t level, const char *name, ort_env **made);
  ort_place places_4_7[4];
  ORT_FUNCTION(create_session, const ort_env *env, const void *bytes, size_t count,
               const ort_session_options *options, ort_session **made);  // 8
  ORT_FUNCTION(run, ort_session *session, const void *_Nullable options,
               const char *const *input_names, const ort_value *const *inputs, size_t input_count,
               const char *const *output_names, size_t output_count, ort_value **outputs);
  ORT_FUNCTION(create_options, ort_session_options **made);  // 10
  ort_place places_11_21[11];
  ORT_FUNCTION(set_log_level, ort_session_options *options, int32_t level);  // 22
  ort_place places_23_23[1];
  ORT_FUNCTION(set_threads_within, ort_session_options *options, int32_t count);   // 24
  ORT_FUNCTION(set_threads_between, ort_session_options *options, int32_t count);  // 25
  ort_place places_26_47[22];
  ORT_FUNCTION(create_tensor, ort_allocator *allocator, const int64_t *shape, size_t rank,
               int32_t type, ort_value **made);  // 48
  ORT_FUNCTION(create_tensor_of, const ort_memory_info *memory, void *elements, size_t bytes,
               const int64_t *shape, size_t rank, int32_t type, ort_value **made);  // 49
  ort_place places_50_50[1];
  ORT_FUNCTION(tensor_elements, ort_value *tensor, void **elements);  // 51
  ORT_FUNCTION(fill_texts, ort_value *tensor, const char *const *texts, size_t count);
  ORT_FUNCTION(texts_length, const ort_value *tensor, size_t *bytes);
  ORT_FUNCTION(texts, const ort_value *tensor, void *bytes, size_t byte_count, size_t *starts,
               size_t count);  // 54
  ort_place places_55_59[5];
  ORT_FUNCTION(element_type, const ort_shape *shape, int32_t *type);  // 60
  ORT_FUNCTION(rank, const ort_shape *shape, size_t *rank);
  ORT_FUNCTION(sizes, const ort_shape *shape, int64_t *sizes, size_t rank);  // 62
  ort_place places_63_64[2];
  ORT_FUNCTION(tensor_shape, const ort_value *tensor, ort_shape **made);  // 65
  ort_place places_66_66[1];
  ORT_FUNCTION(value_type, const ort_value *value, int32_t *type);  // 67
  ort_place places_68_68[1];
  ORT_FUNCTION(create_cpu_memory, int32_t allocator, int32_t memory, ort_memory_info **made);  // 69
  ort_place places_70_77[8];
  ORT_FUNCTION(default_allocator, ort_allocator **allocator);  // 78
  ort_place places_79_79[1];
  ORT_FUNCTION(element, const ort_value *value, int32_t index, ort_allocator *allocator,
               ort_value **made);                                               // 80
  ORT_FUNCTION(element_count, const ort_value *value, size_t *count);  // 81
  ort_place places_82_91[10];
  ORT_RELEASE(release_env, ort_env);  // 92
  ORT_RELEASE(release_status, ort_status);
  ORT_RELEASE(release_memory, ort_memory_info);
  ORT_RELEASE(release_session, ort_session);
  ORT_RELEASE(release_value, ort_value);  // 96
  ort_place places_97_98[2];
  ORT_RELEASE(release_shape, ort_shape);            // 99
  ORT_RELEASE(release_options, ort_session_options);  // 100
} ort_api;

_Static_assert(offsetof(ort_api, release_options) == 100 * sizeof(ort_place), "places miscounted");
_Static_assert(offsetof(ort_api, element) == 80 * sizeof(ort_place), "places miscounted");
_Static_assert(offsetof(ort_api, element_type) == 60 * sizeof(ort_place), "places miscounted");
_Static_assert(offsetof(ort_api, create_tensor) == 48 * sizeof(ort_place), "places miscounted");
_Static_assert(offsetof(ort_api, set_log_level) == 22 * sizeof(ort_place), "places miscounted");

// What the library's only function that is looked up by name, OrtGetApiBase, returns.
typedef struct ort_api_base {
  const ort_api *_Nullable (*_Nonnull api)(uint32_t version);
  const char *_Nullable (*_Nonnull version)(void);
} ort_api_base;

// Calls the function at an address that dlsym found, as OrtGetApiBase.
static inline const ort_api_base *_Nullable ort_get_base(void *_Nonnull function) {
  return ((const ort_api_base *(*)(void))function)();
}

#endif
