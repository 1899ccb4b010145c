package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"
)

// What systemd is told, in the words of sd_notify(3).
const (
	stateReady    = "READY=1"
	stateStopping = "STOPPING=1"
)

// notifyWait is how long systemd, busy with a boot, may take to make room for a word.
const notifyWait = 30 * time.Second

// announce tells systemd when the server listens, so that a start that fails is seen to fail, and when it stops.
//
// There is no watchdog: what hangs Argus is a disk that does not answer, which a restart mends as little.
func announce(ctx context.Context, server *http.Server, log *slog.Logger) {
	server.BaseContext = func(net.Listener) context.Context { // asked for when the listener is open
		notify(stateReady, notifyWait, log)
		return context.WithoutCancel(ctx) // running probes finish
	}
	context.AfterFunc(ctx, func() { notify(stateStopping, notifyWait, log) })
}

// notify tells the supervisor how Argus is, if one asked to be told: systemd names a datagram socket in NOTIFY_SOCKET,
// abstract where it begins with an @, which means the same to Go. Argus serves all the same where that fails.
func notify(state string, wait time.Duration, log *slog.Logger) {
	name := os.Getenv("NOTIFY_SOCKET")
	if name == "" {
		return
	}
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: name, Net: "unixgram"})
	if err == nil {
		_ = conn.SetWriteDeadline(time.Now().Add(wait)) // it waits where nobody reads
		_, err = conn.Write([]byte(state))
		_ = conn.Close()
	}
	if err != nil {
		log.Warn("systemd cannot be told how Argus is", "state", state, "err", err)
	}
}
