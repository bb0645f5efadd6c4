// call_tool() for JavaScript and TypeScript: calls a tool of the host with JSON values. Loaded before the code.
"use strict";

const socketPath = process.env.GLASSHOUSE_TOOLS || "/run/tools";
const mostBytes = 1 << 20;
const mostAtOnce = 16; // connections; more calls wait for one

const idle = [];
const waiting = [];
let connections = 0;

// The sentence says what the tool, or the person who was asked, answered.
class ToolError extends Error {
  constructor(message) {
    super(message);
    this.name = "ToolError";
  }
}

function refuseWhatIsNotJson(key, value) {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`"${key}" is not a finite number`);
  if (typeof value === "function" || typeof value === "symbol") throw new TypeError(`"${key}" is not a JSON value`);
  return value;
}

function requestFor(name, args) {
  if (typeof name !== "string") throw new TypeError("call_tool() needs the name of a tool");
  if (typeof args !== "object" || args === null || Array.isArray(args))
    throw new TypeError("call_tool() takes its arguments as one object: call_tool(\"name\", {argument: value})");
  const request = Buffer.from(JSON.stringify({ name, arguments: args }, refuseWhatIsNotJson));
  if (request.length > mostBytes) throw new RangeError("The arguments of a tool may be 1 MiB of JSON at most.");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(request.length);
  return Buffer.concat([length, request]);
}

function connect() {
  return new Promise((resolve, reject) => {
    const socket = require("node:net").connect(socketPath);
    const fail = (error) => {
      --connections;
      reject(new ToolError(`The sandbox offers no tools: ${error.message}`));
    };
    ++connections;
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.off("error", fail);
      socket.on("error", () => {}); // an idle connection that breaks is noticed by the next call
      resolve(socket);
    });
  });
}

async function takeConnection() {
  if (idle.length > 0) return idle.pop();
  if (connections < mostAtOnce) return connect();
  return new Promise((resolve) => waiting.push(resolve));
}

// An idle connection does not keep the program alive.
function giveBack(socket) {
  const next = waiting.shift();
  if (next) return next(socket);
  socket.unref();
  idle.push(socket);
}

function exchange(socket, request) {
  return new Promise((resolve, reject) => {
    const parts = [];
    let size = 0;
    let wanted = -1; // bytes of the length and the answer, once the length is here
    const settle = (finish, value) => {
      socket.off("data", take).off("error", lose).off("close", lose);
      finish(value);
    };
    const lose = () => settle(reject, new ToolError("The sandbox closed the connection to its tools."));
    const take = (part) => {
      parts.push(part);
      size += part.length;
      if (wanted < 0 && size >= 4) wanted = 4 + Buffer.concat(parts).readUInt32LE();
      if (wanted >= 0 && size >= wanted) settle(resolve, Buffer.concat(parts).subarray(4));
    };
    socket.on("data", take);
    socket.on("error", lose);
    socket.on("close", lose);
    socket.ref();
    socket.write(request);
  });
}

async function callTool(name, args = {}) {
  const request = requestFor(name, args);
  const socket = await takeConnection();
  let answer;
  try {
    answer = JSON.parse((await exchange(socket, request)).toString());
  } catch (error) {
    socket.destroy();
    --connections;
    const next = waiting.shift();
    if (next) next(connect());
    throw error;
  }
  giveBack(socket);
  if ("error" in answer) throw new ToolError(answer.error);
  return answer.value;
}

globalThis.call_tool = callTool;
globalThis.ToolError = ToolError;
