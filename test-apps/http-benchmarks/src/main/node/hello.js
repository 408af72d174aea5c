// SPDX-License-Identifier: Apache-2.0
// The HTTP server of node with its defaults, which say the date.
require('http')
  .createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 13 });
    response.end('Hello, World!');
  })
  .listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096 }, () => console.log('ready'));
