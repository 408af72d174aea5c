// SPDX-License-Identifier: Apache-2.0
//! tokio on one thread: a task for each connection, with a buffer of its own. Takes a port and "echo" or "answer".

use std::{env, io, process};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::runtime::Builder;

const READ_SIZE: usize = 64 * 1024;
const BACKLOG: u32 = 4096;

/// 106 bytes, the size of ab's request: what every read is answered with, if the server does not echo.
const ANSWER: &[u8; 106] = b"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\
    Content-Type: text/plain\r\nContent-Length: 17\r\n\r\nHello from here!\n";

async fn serve(mut connection: TcpStream, answers: bool) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut buffer = vec![0; READ_SIZE];
    loop {
        let size = connection.read(&mut buffer).await?;
        if size == 0 {
            return Ok(());
        }
        let written = if answers { &ANSWER[..] } else { &buffer[..size] };
        connection.write_all(written).await?;
    }
}

async fn run(port: u16, answers: bool) -> io::Result<()> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(([127, 0, 0, 1], port).into())?;
    let listener = socket.listen(BACKLOG)?;
    println!("ready"); // the benchmark waits for this line
    loop {
        let (connection, _) = listener.accept().await?;
        tokio::spawn(async move {
            let _ = serve(connection, answers).await; // a failed connection ends
        });
    }
}

fn raise_limit_of_files() {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    unsafe {
        libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit);
        limit.rlim_cur = limit.rlim_max;
        libc::setrlimit(libc::RLIMIT_NOFILE, &limit);
    }
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (port, answers) = match arguments.as_slice() {
        [port, mode] if mode == "echo" || mode == "answer" => (port.parse().expect("a port"), mode == "answer"),
        _ => {
            eprintln!("usage: tokio-server PORT echo|answer");
            process::exit(2);
        }
    };
    raise_limit_of_files();
    Builder::new_current_thread().enable_io().build()?.block_on(run(port, answers))
}
