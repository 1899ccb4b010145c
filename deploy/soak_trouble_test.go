//go:build linux

package deploy

import (
	"context"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// troubles is all that goes wrong at once, but for the disk.
func (s *soak) troubles(n int) []func(context.Context) {
	list := []func(context.Context){s.reloads, s.hangUps, s.hangUps, s.outages, s.outages}
	if s.long { // they take their time
		list = append(list, s.slowReaders, s.crawlers, s.backups)
	}
	kinds := map[string]*atomic.Int64{}
	for _, target := range s.targets {
		if kinds[target.kind] == nil {
			next := new(atomic.Int64)
			next.Store(int64(n * 7))
			kinds[target.kind] = next
			for range 3 {
				list = append(list, func(ctx context.Context) { s.illness(ctx, target.kind, next) })
			}
		}
	}
	return list
}

// hangUps are clients that go before they have their answer, or before they have asked.
func (s *soak) hangUps(ctx context.Context) {
	for wait(ctx, rand.N(60*time.Millisecond)) {
		conn, err := net.Dial("tcp", s.address)
		if err != nil {
			continue
		}
		t := s.targets[rand.IntN(len(s.targets))]
		request := "GET " + strings.TrimPrefix(t.page, "http://"+s.address) + " HTTP/1.1\r\nHost: argus\r\n\r\n"
		_, _ = conn.Write([]byte(request[:len(request)-rand.IntN(3)*len(request)/4]))
		wait(ctx, rand.N(40*time.Millisecond))
		if tcp, ok := conn.(*net.TCPConn); ok && rand.IntN(2) == 0 {
			_ = tcp.SetLinger(0) // with RST
		}
		_ = conn.Close()
		s.tally.hungUp()
	}
}

// slowReaders ask for much and take it by little.
func (s *soak) slowReaders(ctx context.Context) {
	for wait(ctx, 100*time.Millisecond) {
		conn, err := net.Dial("tcp", s.address)
		if err != nil {
			continue
		}
		_ = conn.(*net.TCPConn).SetReadBuffer(2048)
		_, _ = conn.Write([]byte("GET /api/v1/events?limit=10000 HTTP/1.1\r\nHost: argus\r\n\r\n"))
		for range 50 {
			_ = conn.SetReadDeadline(time.Now().Add(time.Second))
			if _, err := conn.Read(make([]byte, 100)); err != nil || !wait(ctx, 50*time.Millisecond) {
				break
			}
		}
		_ = conn.Close()
		s.tally.readSlowly()
	}
}

// crawlers never get to the end of what they ask. Argus hangs up by itself.
func (s *soak) crawlers(ctx context.Context) {
	for wait(ctx, time.Second) {
		life := s.life.Load()
		conn, err := net.Dial("tcp", s.address)
		if err != nil {
			continue
		}
		began := time.Now()
		stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
		_, _ = conn.Write([]byte("GET /probe"))
		_ = conn.SetReadDeadline(began.Add(3 * soakTimeout))
		_, err = io.Copy(io.Discard, conn)
		if os.IsTimeout(err) && ctx.Err() == nil && life == s.life.Load() {
			s.complain("who never says what is wanted may stay for %s", time.Since(began))
		}
		stop()
		_ = conn.Close()
	}
}

// backups are taken, and are whole.
func (s *soak) backups(ctx context.Context) {
	for wait(ctx, 5*time.Second) {
		response, err := http.Get("http://" + s.address + "/api/v1/backup")
		if err != nil {
			continue
		}
		copied, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK {
			continue // Argus has ended, or the disk is not well
		}
		name := filepath.Join(s.logs, "backup.db")
		if err := os.WriteFile(name, copied, 0o600); err != nil {
			s.complain("%v", err)
		}
		command(s.t, s.program, "store", "check", name)
		s.tally.backup()
	}
}
