package collector

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut/nuttest"
)

func two() (nuttest.Device, nuttest.Device) {
	return nuttest.Device{Name: "a", Vars: map[string]string{
			"ups.status": "OL CHRG", "battery.charge": "80", "device.model": "Model A",
		}},
		nuttest.Device{Name: "b", Vars: map[string]string{
			"ups.status": "OL", "battery.charge": "70", "device.model": "Model B",
		}}
}

// TestRefusals holds the answers to queries that are not carried out.
func TestRefusals(t *testing.T) {
	p := prober(t, "targets: {allow: [10.0.0.0/8]}\n")
	for _, test := range []struct {
		query string
		code  int
		says  string
	}{
		{"", 400, "target is missing"},
		{"?target=", 400, "target is missing"},
		{"?target=a&target=b", 400, "target is given more than once"},
		{"?target=10.0.0.1&module=snpm", 400, `no module "snpm"`},
		{"?target=10.0.0.1&debug=perhaps", 400, "debug must be true or false"},
		{"?target=10.0.0.1%0aLIST", 400, "neither a host name nor an address"},
		{"?target=u%0aINSTCMD@10.0.0.1", 400, "no UPS name"},
		{"?target=10.0.0.1&device=a%20b", 400, "use letters, digits"},
		{"?target=a@10.0.0.1&device=b", 400, "give one of them"},
		{"?target=10.0.0.1:0", 400, "no port"},
		{"?target=[::1", 400, "does not close"},
		{"?target=10.0.0.1;module=nut", 400, "malformed"},
		{"?target=%zz", 400, "malformed"},
		{"?target=192.168.0.1", 403, "targets.allow"},
		{"?target=10.0.0.1:22", 403, "targets.allow"},
		{"?target=0.0.0.0", 403, "single host"},
		{"?target=224.0.0.1", 403, "single host"},
		{"?target=localhost", 403, "does not allow 127.0.0.1:3493"}, // only when it is dialled
	} {
		t.Run(test.query, func(t *testing.T) {
			code, body := get(t, p, "/probe"+test.query)
			if test.query == "?target=localhost" && strings.Contains(body, "::1") {
				test.says = "does not allow [::1]:3493"
			}
			if code != test.code || !strings.Contains(body, test.says) {
				t.Errorf("got %d %s, want %d with %q", code, body, test.code, test.says)
			}
		})
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/probe", nil))
	if w.Code != 405 || w.Header().Get("Allow") == "" {
		t.Errorf("POST: got %d", w.Code)
	}
}

// TestSelection holds which devices a query reads.
func TestSelection(t *testing.T) {
	a, b := two()
	server := nuttest.Start(t, a, b)
	p := prober(t, "")
	addr := server.Addr()
	for _, test := range []struct{ name, query, want string }{
		{"all", "target=" + addr, "a b"},
		{"named", "target=a@" + addr, "a"},
		{"named in capitals", "target=B@" + addr, "b"},
		{"device", "device=b&target=" + addr, "b"},
		{"both agree", "device=A&target=a@" + addr, "a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, body := get(t, p, "/probe?"+test.query)
			if code != 200 {
				t.Fatalf("status %d: %s", code, body)
			}
			has(t, body, "probe_success 1")
			var got []string
			for _, d := range []string{"a", "b"} {
				if strings.Contains(body, `argus_device_up{device="`+d+`"} 1`) {
					got = append(got, d)
				}
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("got %v, want %s\n%s", got, test.want, body)
			}
		})
	}
}

// TestOneOfTwo holds that a device without data never takes the other down.
func TestOneOfTwo(t *testing.T) {
	for code, reason := range map[string]string{
		"DATA-STALE": "stale", "DRIVER-NOT-CONNECTED": "driver_not_connected",
		"ACCESS-DENIED": "access_denied", "SOMETHING-NEW": "bad_answer",
	} {
		t.Run(code, func(t *testing.T) {
			a, b := two()
			server := nuttest.Start(t, a, b)
			p := prober(t, "")
			get(t, p, "/probe?target="+server.Addr())
			server.Fail("a", code)
			status, body := get(t, p, "/probe?target="+server.Addr())
			if status != 200 {
				t.Fatalf("status %d: %s", status, body)
			}
			has(t, body, "probe_success 1", `argus_device_up{device="a"} 0`,
				`argus_device_error_info{device="a",reason="`+reason+`"} 1`,
				`argus_device_info{device="a",model="Model A",protocol="nut",type="ups"} 1`,
				`argus_device_up{device="b"} 1`, `argus_battery_charge_ratio{device="b"} 0.7`)
			lacks(t, body, `charge_ratio{device="a"}`, `argus_status{device="a"`,
				"argus_probe_error_info")
			server.Fail("a", "")
			_, body = get(t, p, "/probe?target="+server.Addr())
			has(t, body, `argus_device_up{device="a"} 1`)
		})
	}
}

// TestOnlyStale holds that a target without any data is no success.
func TestOnlyStale(t *testing.T) {
	a, b := two()
	server := nuttest.Start(t, a, b)
	server.Fail("a", "DATA-STALE")
	_, body := get(t, prober(t, ""), "/probe?target=a@"+server.Addr())
	has(t, body, "probe_success 0", `argus_probe_error_info{reason="stale"} 1`,
		`argus_device_up{device="a"} 0`)
	lacks(t, body, `device="b"`)
}

// TestServerGone holds that devices known from before outlive their server.
func TestServerGone(t *testing.T) {
	a, b := two()
	server := nuttest.Start(t, a, b)
	p := prober(t, "")
	url := "/probe?target=" + server.Addr()
	get(t, p, url)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	code, body := get(t, p, url)
	if code != 200 {
		t.Fatalf("status %d: %s", code, body)
	}
	has(t, body, "probe_success 0", `argus_probe_error_info{reason="refused"} 1`,
		`argus_device_up{device="a"} 0`, `argus_device_up{device="b"} 0`,
		`argus_device_error_info{device="b",reason="refused"} 1`,
		`argus_device_info{device="b",model="Model B",protocol="nut",type="ups"} 1`)
	if err := server.Listen(server.Addr()); err != nil {
		t.Fatal(err)
	}
	_, body = get(t, p, url)
	has(t, body, "probe_success 1", `argus_device_up{device="b"} 1`)
}

// TestNeverSeen holds what is told of targets that never answered.
func TestNeverSeen(t *testing.T) {
	server := nuttest.Start(t)
	p := prober(t, "")
	_, body := get(t, p, "/probe?target="+server.Addr())
	has(t, body, "probe_success 0", `argus_probe_error_info{reason="no_devices"} 1`)
	_, body = get(t, p, "/probe?target=ghost@"+server.Addr())
	has(t, body, `argus_device_error_info{device="ghost",reason="unknown_device"} 1`)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	_, body = get(t, p, "/probe?target=other@"+server.Addr())
	has(t, body, `argus_device_error_info{device="other",reason="refused"} 1`)
}

// TestWaiting holds that a half-filled driver yields no readings.
func TestWaiting(t *testing.T) {
	server := nuttest.Start(t, nuttest.Device{Name: "w", Vars: map[string]string{
		"ups.status": "WAIT", "battery.charge": "12",
	}})
	_, body := get(t, prober(t, ""), "/probe?target="+server.Addr())
	has(t, body, "probe_success 0", `argus_device_error_info{device="w",reason="waiting"} 1`,
		`argus_status{device="w",state="waiting"} 1`)
	lacks(t, body, "argus_battery")
}

// TestRememberedStates holds that a state once reported is denied afterwards,
// instead of vanishing, also across a failure.
func TestRememberedStates(t *testing.T) {
	a, _ := two()
	server := nuttest.Start(t, a)
	p := prober(t, "")
	url := "/probe?target=" + server.Addr()
	_, body := get(t, p, url)
	has(t, body, `argus_status{device="a",state="charging"} 1`)
	server.Set("a", "ups.status", "OL")
	_, body = get(t, p, url)
	has(t, body, `argus_status{device="a",state="charging"} 0`)
	server.Fail("a", "DATA-STALE")
	get(t, p, url)
	server.Fail("a", "")
	_, body = get(t, p, url)
	has(t, body, `argus_status{device="a",state="charging"} 0`)
}

// TestFaults holds that no misbehaviour of a server fails or delays a scrape
// beyond its deadline, and that each is told as what it is.
func TestFaults(t *testing.T) {
	reasons := map[nuttest.Fault]string{
		nuttest.Hang: "timeout", nuttest.HangList: "timeout", nuttest.CloseFirst: "disconnected",
		nuttest.CloseMidList: "disconnected", nuttest.HalfLine: "disconnected",
		nuttest.Reset: "disconnected", nuttest.Garbage: "bad_answer",
		nuttest.BadQuote: "bad_answer", nuttest.WrongEnd: "bad_answer", nuttest.NoEnd: "timeout",
		nuttest.Endless: "bad_answer", nuttest.HugeLine: "bad_answer", nuttest.Drip: "timeout",
		nuttest.Stale: "stale", nuttest.MaxClientsError: "busy",
	}
	for _, fault := range nuttest.Faults() {
		reason, ok := reasons[fault]
		if !ok {
			continue // faults of TLS, which is off here
		}
		t.Run(fault.String(), func(t *testing.T) {
			t.Parallel()
			a, _ := two()
			server := nuttest.Start(t, a)
			p := prober(t, "")
			url := "/probe?target=" + server.Addr()
			get(t, p, url)
			server.Fault(fault)
			w := httptest.NewRecorder()
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
			r.Header.Set(scrapeHeader, "1")
			p.ServeHTTP(w, r)
			if w.Code != 200 {
				t.Fatalf("status %d: %s", w.Code, w.Body)
			}
			body := w.Body.String()
			lint(t, body)
			has(t, body, "probe_success 0", `argus_device_up{device="a"} 0`)
			if !strings.Contains(body, `argus_device_error_info{device="a",reason="`+reason+`"} 1`) {
				t.Errorf("want reason %s in\n%s", reason, strings.Join(series(body), "\n"))
			}
		})
	}
}

// TestIPv6 holds that a target may be an IPv6 address.
func TestIPv6(t *testing.T) {
	a, _ := two()
	server := nuttest.NewServer(a)
	if err := server.Listen("[::1]:0"); err != nil {
		t.Skipf("skipped: this machine has no IPv6 on loopback: %v", err)
	}
	defer server.Close()
	p := prober(t, "")
	for _, target := range []string{server.Addr(), "a@" + server.Addr()} {
		_, body := get(t, p, "/probe?target="+target)
		has(t, body, "probe_success 1", `argus_device_up{device="a"} 1`)
	}
}
