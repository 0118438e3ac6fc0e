// What the scripts have in common: where Weir is, and how they write down what an SDK made of its answers.

// With a slash at its end.
export const url = process.env.WEIR_URL;
export const key = process.env.WEIR_KEY;

// A picture of one red pixel.
export const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

// The bodies exactly as the SDK sent them, in their order, and the status of each answer.
export const sent = [];

export const recordingFetch = async (input, init) => {
  const request = { url: String(input), body: init?.body ?? null };
  sent.push(request);
  const answer = await fetch(input, init);
  request.status = answer.status;
  return answer;
};

/** How a call failed, as the SDK says it; null when it did not fail. */
export const failure = async (call) => {
  try {
    await call();
    return null;
  } catch (error) {
    const { name, status, status_code, code, type, message, requestID } = error;
    return { class: error.constructor.name, name, status: status ?? status_code, code, type, message, requestID, body: error.error };
  }
};

/** All that an iterator gives. */
export const all = async (iterable) => {
  const items = [];
  for await (const item of iterable) {
    items.push(item);
  }
  return items;
};

/** Leaves a stream at the first item that fits, as a user does who has read enough. */
export const leave = async (stream, fits) => {
  for await (const item of stream) {
    if (fits(item)) {
      return item;
    }
  }
  return null;
};

export const print = (seen) => console.log(JSON.stringify({ ...seen, sent }));
