package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// load asks for the targets as Prometheus does: each at its own moment of the interval, on connections that
// are kept, compressed, and with a timeout that it tells.
type load struct {
	o       *options
	targets []target
	client  *http.Client
	zippers sync.Pool // of *gzip.Reader

	mu       sync.Mutex
	cold     outcomes // before the measured time
	measured outcomes
}

// outcomes are those of all classes, over NUT and SNMP.
type outcomes [2][classes]outcome

// outcome is how scrapes of a class ended.
type outcome struct {
	took   []time.Duration
	failed map[string]int
	bytes  int
}

func newLoad(o *options, targets []target) *load {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost, transport.MaxIdleConns = 4096, 4096
	transport.DisableCompression = true // it is asked for, and undone, here
	return &load{o: o, targets: targets, client: &http.Client{Transport: transport}}
}

// run asks until the time is over, and waits for the last answers.
func (l *load) run(ctx context.Context, warm, duration time.Duration) {
	begun := time.Now()
	var all sync.WaitGroup
	defer all.Wait()
	n := len(l.targets)
	for i := 0; ; i++ {
		due := l.o.interval * time.Duration(i/n)
		due += l.o.interval * time.Duration(i%n) / time.Duration(n)
		if due >= warm+duration {
			return
		}
		if wait := time.Until(begun.Add(due)); wait > 0 {
			select {
			case <-time.After(wait):
			case <-ctx.Done():
				return
			}
		}
		t := &l.targets[mix(i%n, n)]
		all.Go(func() {
			began := time.Now()
			size, err := l.scrape(ctx, t)
			l.note(t, due >= warm, time.Since(began), size, err)
		})
	}
}

// scrape asks for one target once, and returns the size of the answer.
func (l *load) scrape(ctx context.Context, t *target) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, l.o.timeout)
	defer cancel()
	template := l.o.subject.nut
	if t.snmp {
		template = l.o.subject.snmp
	}
	address := strings.NewReplacer("{target}", t.address(), "{host}", t.host).Replace(template)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Accept", "text/plain;version=0.0.4;q=0.3,*/*;q=0.2")
	request.Header.Set("Accept-Encoding", "gzip")
	request.Header.Set("X-Prometheus-Scrape-Timeout-Seconds", fmt.Sprint(l.o.timeout.Seconds()))
	response, err := l.client.Do(request)
	if err != nil {
		return 0, fmt.Errorf("no answer: %w", reason(ctx, err))
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return len(body), fmt.Errorf("answer cut off: %w", reason(ctx, err))
	}
	if response.StatusCode != http.StatusOK {
		return len(body), fmt.Errorf("status %d", response.StatusCode)
	}
	return len(body), l.verify(body, response.Header.Get("Content-Encoding") == "gzip")
}

// reason is a short one, for counting.
func reason(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if request, is := errors.AsType[*url.Error](err); is {
		return request.Err
	}
	return err
}

// verify looks into an answer of Argus: a probe that failed is told by a 200, too.
func (l *load) verify(body []byte, zipped bool) error {
	if l.o.subject.metrics == "" {
		return nil
	}
	if zipped {
		zipper, _ := l.zippers.Get().(*gzip.Reader)
		if zipper == nil {
			zipper = new(gzip.Reader)
		}
		defer l.zippers.Put(zipper)
		if err := zipper.Reset(bytes.NewReader(body)); err != nil {
			return fmt.Errorf("unzip: %w", err)
		}
		var plain bytes.Buffer
		plain.Grow(8 * len(body))
		if _, err := plain.ReadFrom(zipper); err != nil {
			return fmt.Errorf("unzip: %w", err)
		}
		body = plain.Bytes()
	}
	if bytes.Contains(body, []byte("\nprobe_success 1\n")) {
		return nil
	}
	_, why, _ := bytes.Cut(body, []byte(`probe_error_info{reason="`))
	why, _, _ = bytes.Cut(why, []byte(`"`))
	return fmt.Errorf("probe failed: %s", why)
}

// note records how a scrape ended.
func (l *load) note(t *target, measured bool, took time.Duration, size int, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := &l.cold
	if measured {
		all = &l.measured
	}
	o := &all[protocol(t)][t.class]
	o.took = append(o.took, took)
	o.bytes += size
	if err != nil {
		if o.failed == nil {
			o.failed = map[string]int{}
		}
		o.failed[err.Error()]++
	}
}

func protocol(t *target) int {
	if t.snmp {
		return 1
	}
	return 0
}
