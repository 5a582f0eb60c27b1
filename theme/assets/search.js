// The theme's search reads * and : as operators, so that an allele such as HLA-B*58:01 would find nothing:
// queries go to the search worker with a space in their place.
const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (message, ...rest) {
  const query = typeof message?.data === "string";
  return post.call(this, query ? { ...message, data: message.data.replace(/[*:]/g, " ") } : message, ...rest);
};
