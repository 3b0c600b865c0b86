package org.keras4j.backend.pjrt;

/// Why a call failed (`PJRT_Error_Code`), in the order of the interface's numbers.
enum ErrorCode {
  OK,
  CANCELLED,
  UNKNOWN,
  INVALID_ARGUMENT,
  DEADLINE_EXCEEDED,
  NOT_FOUND,
  ALREADY_EXISTS,
  PERMISSION_DENIED,
  RESOURCE_EXHAUSTED,
  FAILED_PRECONDITION,
  ABORTED,
  OUT_OF_RANGE,
  UNIMPLEMENTED,
  INTERNAL,
  UNAVAILABLE,
  DATA_LOSS,
  UNAUTHENTICATED;

  static ErrorCode of(long number) {
    return number >= 0 && number < values().length ? values()[(int) number] : UNKNOWN;
  }
}
