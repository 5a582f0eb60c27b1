// The theme's search reads * : + - ~ ^ as operators, so that an allele such as HLA-B*58:01 would find nothing and a
// half-typed IL- would be refused: queries go to the search worker with a space in their place.
const post = Worker.prototype.postMessage;
const plain = (query) => query.replace(/[*:]/g, " ").replace(/[-+~^]+(?=\s|$)/g, " ");
Worker.prototype.postMessage = function (message, ...rest) {
  const query = typeof message?.data === "string";
  return post.call(this, query ? { ...message, data: plain(message.data) } : message, ...rest);
};
