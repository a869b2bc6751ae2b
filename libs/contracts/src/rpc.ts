export { Code } from './gen/google/rpc/code.js';
export { Status } from './gen/google/rpc/status.js';
export { BadRequest, BadRequest_FieldViolation, ErrorInfo, LocalizedMessage } from './gen/google/rpc/error_details.js';
