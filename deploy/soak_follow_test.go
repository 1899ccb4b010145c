//go:build linux

package deploy

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// followAll has some clients follow the events, for ever or for a while.
func (s *soak) followAll(ctx context.Context) {
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() { s.follow(ctx) })
	}
	all.Wait()
}

// follow holds that a follower who comes back misses nothing and is told nothing twice.
func (s *soak) follow(ctx context.Context) {
	got := map[uint64]entry{}
	s.ledger.mu.Lock()
	first := s.ledger.last // which it says that it has
	s.ledger.mu.Unlock()
	for last := first; ctx.Err() == nil; wait(ctx, 50*time.Millisecond) {
		short, cancel := context.WithTimeout(ctx, 7*time.Second)
		err := s.stream(short, &last, got)
		cancel()
		if err != nil {
			s.complain("a follower: %v", err)
		}
	}
	s.ledger.mu.Lock()
	known := maps.Clone(s.ledger.told)
	s.ledger.mu.Unlock()
	var newest uint64
	for seq := range got {
		newest = max(newest, seq)
	}
	for seq := range known {
		if _, told := got[seq]; !told && seq > first && seq <= newest {
			s.complain("a follower was never told of event %d", seq)
		}
	}
	s.tally.followed(len(got))
}

// stream reads one stream until it ends.
func (s *soak) stream(ctx context.Context, last *uint64, got map[uint64]entry) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.address+"/api/v1/events", nil)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "text/event-stream")
	request.Header.Set("Last-Event-ID", strconv.FormatUint(*last, 10))
	transport := new(http.Transport)
	defer transport.CloseIdleConnections()
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return nil // Argus is away
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil // the store cannot be read now
	}
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20)
	kind, data := "", ""
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case name == "event":
			kind = value
		case name == "data":
			data = value
		case name == "" && kind == "gap":
			return fmt.Errorf("a gap behind %d: %s", *last, data)
		case name == "" && kind != "": // it is whole
			var e entry
			if err := json.Unmarshal([]byte(data), &e); err != nil {
				return fmt.Errorf("%w in %s", err, data)
			}
			kind = ""
			if _, twice := got[e.Seq]; twice || e.Seq <= *last {
				return fmt.Errorf("event %d again, after %d", e.Seq, *last)
			}
			s.ledger.note(e)
			got[e.Seq], *last = e, e.Seq
		}
	}
	return nil
}
