package api

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

const anyPath = "/sd" // that takes a turn

// TestTurns holds that few answers are made at once, that others wait, and that there is an end to their number.
func TestTurns(t *testing.T) {
	f := world(t)
	var mu sync.Mutex
	now, most := 0, 0
	inside, leave := make(chan bool, 2*maxAnswers), make(chan bool)
	f.reading = func() {
		mu.Lock()
		now++
		most = max(most, now)
		mu.Unlock()
		inside <- true
		<-leave
		mu.Lock()
		now--
		mu.Unlock()
	}
	a := lab(f)
	a.patience = time.Minute
	handler := a.handler()
	codes := make(chan int, 2*maxAnswers)
	ask := func() {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/events", nil))
		if w.Code != http.StatusOK && w.Header().Get("Retry-After") == "" {
			t.Errorf("%d without Retry-After", w.Code)
		}
		codes <- w.Code
	}
	for range maxAnswers + 5 {
		go ask()
	}
	for range 5 {
		if code := <-codes; code != http.StatusServiceUnavailable {
			t.Errorf("beyond what may wait: %d", code)
		}
	}
	if r := get(a, anyPath); r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("/sd takes no turn: %d", r.StatusCode)
	}
	for range maxMade {
		<-inside
	}
	close(leave)
	for range maxAnswers {
		if code := <-codes; code != http.StatusOK {
			t.Errorf("waited, and got %d", code)
		}
	}
	if most != maxMade {
		t.Errorf("%d at once, want %d", most, maxMade)
	}
	if r := get(a, anyPath); r.StatusCode != http.StatusOK {
		t.Errorf("after all of them: %d", r.StatusCode)
	}
	if len(a.making) != 0 || len(a.answering) != 0 {
		t.Errorf("%d and %d turns are not given back", len(a.making), len(a.answering))
	}
}

// TestQueue holds that nobody waits for a turn for ever, and that those who fail give theirs back.
func TestQueue(t *testing.T) {
	a := lab(world(t))
	a.patience = time.Millisecond
	for range maxMade {
		a.making <- struct{}{}
	}
	if r := get(a, anyPath); r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") != "5" {
		t.Errorf("%d %s", r.StatusCode, r.text)
	}
	<-a.making
	for _, path := range []string{"/api/v1/outages?cursor=AAAA", "/api/v1/outages?limit=x", "/api/v1/outages"} {
		get(a, path)
		if len(a.answering) != 0 || len(a.making) != maxMade-1 {
			t.Errorf("%s: %d answers, %d made", path, len(a.answering), len(a.making))
		}
	}
}

// lazy is a client that takes nothing.
type lazy struct {
	*httptest.ResponseRecorder
	asked, leave chan bool
}

func (s *lazy) Write(b []byte) (int, error) {
	s.asked <- true
	<-s.leave
	return s.ResponseRecorder.Write(b)
}

// TestSlowTakers holds that those who take their time to receive do not keep others from being answered.
func TestSlowTakers(t *testing.T) {
	a := lab(world(t))
	a.patience = 10 * time.Second
	leave := make(chan bool)
	var done sync.WaitGroup
	for i := range 2 * maxMade {
		w := &lazy{httptest.NewRecorder(), make(chan bool), leave}
		path := []string{"/api/v1/devices?format=csv", anyPath}[i%2]
		done.Go(func() { a.handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil)) })
		<-w.asked
	}
	if r := get(a, anyPath); r.StatusCode != http.StatusOK {
		t.Errorf("%d %s", r.StatusCode, r.text)
	}
	close(leave)
	done.Wait()
}
