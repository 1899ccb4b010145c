package api

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// serve starts a server with the timeouts of Argus, but much shorter.
func serve(t *testing.T, a *api) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(a.handler())
	s.Config.ReadTimeout, s.Config.WriteTimeout = 200*time.Millisecond, 200*time.Millisecond
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// block is what a stream sends at once.
type block struct {
	id, event, data, comment string
}

// client follows a stream.
type client struct {
	t    *testing.T
	resp *http.Response
	in   *bufio.Scanner
	stop context.CancelFunc
}

func dial(t *testing.T, s *httptest.Server, query, lastID string) *client {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/api/v1/events?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	resp, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return &client{t: t, resp: resp, in: bufio.NewScanner(resp.Body), stop: stop}
}

// close hangs up.
func (c *client) close() {
	c.stop()
	c.resp.Body.Close()
}

// next reads the next block; false if there is none any more.
func (c *client) next() (b block, ok bool) {
	for c.in.Scan() {
		line := c.in.Text()
		if line == "" {
			return b, true
		}
		switch field, value, _ := strings.Cut(line, ": "); field {
		case "id":
			b.id = value
		case "event":
			b.event = value
		case "data":
			b.data = value
		case "":
			b.comment = value
		}
	}
	return b, false
}

// event reads on to the next event.
func (c *client) event() block {
	c.t.Helper()
	for {
		b, ok := c.next()
		if !ok {
			c.t.Fatalf("the stream ended: %v", c.in.Err())
		}
		if b.data != "" {
			return b
		}
	}
}

// ready reads the greeting, after which nothing is missed.
func (c *client) ready() *client {
	c.t.Helper()
	if b, ok := c.next(); !ok || b.comment != "following" || c.resp.Header.Get("Content-Type") != "text/event-stream" {
		c.t.Fatalf("status %s, type %s, greeting %+v", c.resp.Status, c.resp.Header.Get("Content-Type"), b)
	}
	return c
}

func alarm(text string) power.Event {
	return power.Event{Kind: power.AlarmRaised, Time: noon, Place: text, Count: 1}
}

func TestFollow(t *testing.T) {
	f := world(t)
	s := serve(t, lab(f))
	all := dial(t, s, "", "").ready()
	some := dial(t, s, "event=on_battery&target=nas.lan&origin=observed&site=home", "").ready()
	f.add(nutKey("ups", "nas.lan"), alarm("first\nline"))
	f.add(nutKey("ups", "shed.lan"), power.Event{Kind: power.BatteryBegan, Time: noon, Count: 1})
	f.add(nutKey("ups", "nas.lan"), power.Event{Kind: power.BatteryBegan, Time: noon, Count: 1, Reported: true},
		power.Event{Kind: power.BatteryBegan, Time: noon, Count: 1, Detail: "it"})
	for i, want := range []block{{id: "8", event: "alarm"}, {id: "9", event: "on_battery"}, {id: "10", event: "on_battery"}} {
		got := all.event()
		var row eventRow
		if err := json.Unmarshal([]byte(got.data), &row); err != nil {
			t.Fatal(err)
		}
		if got.id != want.id || got.event != want.event || strconv.FormatUint(row.Seq, 10) != got.id ||
			i == 0 && (row.Place != "first\nline" || row.Site != "home" || row.Target != "nas.lan") {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	if got := some.event(); got.id != "11" {
		t.Errorf("with filters: %+v", got)
	}
}

// TestFollowOn holds that a client that is interrupted again and again gets each event once.
func TestFollowOn(t *testing.T) {
	f := world(t)
	s := serve(t, lab(f))
	const all = 300
	go func() {
		for i := range all {
			f.add(nutKey("ups", "nas.lan"), alarm(strconv.Itoa(i)))
		}
	}()
	var got []string
	last := "7"
	for len(got) < all {
		c := dial(t, s, "event=alarm&after=1", last).ready() // the header is later than the address
		for range 17 {
			if len(got) == all {
				break
			}
			b := c.event()
			last = b.id
			got = append(got, b.id)
		}
		c.close()
	}
	for i, id := range got {
		if want := strconv.Itoa(i + 8); id != want {
			t.Fatalf("event %d is %s, want %s: %v", i, id, want, got)
		}
	}
}

// TestFollowAtOnce holds that what is committed between reading and waiting is told at once.
func TestFollowAtOnce(t *testing.T) {
	f := world(t)
	a := lab(f)
	a.beat = time.Hour
	var once sync.Once
	f.hasRead = func() { once.Do(func() { f.add(nutKey("ups", "nas.lan"), alarm("x")) }) }
	if b := dial(t, serve(t, a), "", "").ready().event(); b.id != "8" {
		t.Errorf("got %+v", b)
	}
}

// TestFollowMany holds that a long backlog comes whole, in parts.
func TestFollowMany(t *testing.T) {
	f := &fake{stats: store.Stats{ID: "x"}}
	for range 3*batchSent + 5 {
		f.add(nutKey("a", "b"), alarm("x"))
	}
	c := dial(t, serve(t, lab(f)), "after=0", "").ready()
	for i := range 3*batchSent + 5 {
		if b := c.event(); b.id != strconv.Itoa(i+1) {
			t.Fatalf("event %d is %s", i, b.id)
		}
	}
}

// TestKeepAlive holds that a stream in which nothing happens lives longer than the server's timeouts, and
// that the numbers go on although all events are filtered out.
func TestKeepAlive(t *testing.T) {
	f := world(t)
	a := lab(f)
	a.beat = 20 * time.Millisecond
	c := dial(t, serve(t, a), "event=bypass", "").ready()
	start := time.Now()
	f.add(nutKey("ups", "nas.lan"), alarm("x"))
	for b, n := (block{}), 0; time.Since(start) < 600*time.Millisecond || b.id != "8"; n++ {
		var ok bool
		if b, ok = c.next(); !ok || b.comment != "keep-alive" || n > 1000 {
			t.Fatalf("after %s: %+v %v", time.Since(start), b, c.in.Err())
		}
	}
	f.add(nutKey("ups", "nas.lan"), power.Event{Kind: "bypass", Time: noon})
	if b := c.event(); b.id != "9" {
		t.Errorf("got %+v", b)
	}
}

func TestGap(t *testing.T) {
	f := world(t)
	f.records = f.records[3:] // 4 to 7 are left
	s := serve(t, lab(f))
	for _, test := range []struct {
		last string
		gap  string
		then string
	}{
		{"1", `{"after":1,"oldest":4}`, "4"},
		{"3", "", "4"},
		{"5", "", "6"},
		{"0", "", "4"},                           // all there is
		{"900", `{"after":900,"oldest":1}`, "4"}, // of a file that is not there any more
	} {
		c := dial(t, s, "", test.last).ready()
		b := c.event()
		if test.gap != "" {
			if b.event != "gap" || b.data != test.gap {
				t.Errorf("after %s: %+v, want the gap %s", test.last, b, test.gap)
			}
			b = c.event()
		}
		if b.id != test.then {
			t.Errorf("after %s: %+v, want %s", test.last, b, test.then)
		}
		c.close()
	}
	f.records = f.records[:0] // and now nothing is known, as before the file is open
	c := dial(t, s, "", "900").ready()
	f.mu.Lock()
	f.records = []store.Record{{Seq: 901, Event: alarm("x")}}
	f.mu.Unlock()
	f.add(nutKey("a", "b"), alarm("y"))
	if b := c.event(); b.id != "901" {
		t.Errorf("got %+v, want 901", b)
	}
}

// TestFollowTrouble holds that a stream outlives a store that cannot be read for a while.
func TestFollowTrouble(t *testing.T) {
	f := world(t)
	f.records = f.records[3:]
	f.err = errors.New("being opened")
	s := serve(t, lab(f))
	c := dial(t, s, "", "1").ready()
	f.mu.Lock()
	f.err = nil
	f.mu.Unlock()
	f.add(nutKey("ups", "nas.lan"), alarm("x"))
	for i, want := range []string{"", "4", "5", "6", "7", "8"} {
		if b := c.event(); b.id != want || i == 0 && b.event != "gap" {
			t.Errorf("got %+v, want %q", b, want)
		}
	}
	f.stats.ID = ""
	r := get(lab(f), "/api/v1/events", "Accept", "text/event-stream")
	if r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "" {
		t.Errorf("before the store is open: %s %s", r.Status, r.text)
	}
}

func TestBadLastEventID(t *testing.T) {
	for _, id := range []string{"x", "-1", "1.5", strings.Repeat("9", 30)} {
		r := get(lab(world(t)), "/api/v1/events", "Accept", "text/event-stream", "Last-Event-ID", id)
		if text := r.text; r.StatusCode != http.StatusBadRequest || !strings.Contains(text, "Last-Event-ID") {
			t.Errorf("%s: %s %s", id, r.Status, text)
		}
	}
	for _, query := range []string{"after=x", "limit=5", "order=asc", "format=csv", "from=7d", "cursor=" + makeCursor("seq", "1")} {
		if r := get(lab(world(t)), "/api/v1/events?"+query, "Accept", "text/event-stream"); r.StatusCode != http.StatusBadRequest {
			t.Errorf("stream with %s: %s", query, r.Status)
		}
	}
}

// TestFollowers holds that only so many follow, and that a place becomes free when a client goes.
func TestFollowers(t *testing.T) {
	a := lab(world(t))
	a.followers = make(chan struct{}, 2)
	s := serve(t, a)
	one, two := dial(t, s, "", "").ready(), dial(t, s, "", "").ready()
	three := dial(t, s, "", "")
	text, _ := io.ReadAll(three.resp.Body)
	if three.resp.StatusCode != http.StatusServiceUnavailable || three.resp.Header.Get("Retry-After") == "" ||
		!strings.Contains(string(text), `"error":`) {
		t.Errorf("the third: %s %s", three.resp.Status, text)
	}
	one.close()
	a.followers <- struct{}{} // waits until the place is free
	<-a.followers
	four := dial(t, s, "", "").ready()
	four.close()
	two.close()
	for range 2 {
		a.followers <- struct{}{}
	}
}

// TestShutdown holds that followers end when the server does, so that it need not wait for them.
func TestShutdown(t *testing.T) {
	done := make(chan struct{})
	a := lab(world(t))
	a.Done = done
	s := serve(t, a)
	clients := []*client{dial(t, s, "", "").ready(), dial(t, s, "after=0", "").ready()}
	close(done)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.Config.Shutdown(ctx); err != nil {
		t.Error(err)
	}
	for _, c := range clients {
		for ok := true; ok; {
			_, ok = c.next()
		}
		if err := c.in.Err(); err != nil {
			t.Errorf("a follower ended with %v", err)
		}
	}
}

// stuck is a connection to a client that takes nothing.
type stuck struct {
	http.ResponseWriter
	deadlines []time.Time
}

func (s *stuck) SetWriteDeadline(t time.Time) error { s.deadlines = append(s.deadlines, t); return nil }
func (s *stuck) Write([]byte) (int, error)          { return 0, net.ErrClosed }

// TestSlowFollower holds that each write has a deadline, and that a failed one ends the stream.
func TestSlowFollower(t *testing.T) {
	a := lab(world(t))
	w := &stuck{ResponseWriter: httptest.NewRecorder()}
	r := httptest.NewRequest(http.MethodGet, "/api/v1/events?after=0", nil)
	r.Header.Set("Accept", "text/html, text/event-stream;q=0.9")
	a.handler().ServeHTTP(w, r)
	if len(w.deadlines) != 1 || time.Until(w.deadlines[0]) > writeTime || time.Until(w.deadlines[0]) < writeTime/2 {
		t.Errorf("deadlines %v", w.deadlines)
	}
	if len(a.followers) != 0 {
		t.Error("the place is not free")
	}
}

func TestStreams(t *testing.T) {
	var got []string
	for _, accept := range []string{"", "*/*", "text/event-stream", "Text/Event-Stream;q=1, */*", "text/event-streams", "a,text/event-stream"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept", accept)
		got = append(got, fmt.Sprint(streams(r)))
	}
	if want := []string{"false", "false", "true", "true", "false", "true"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
