//go:build unix

package collector

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut/nuttest"
)

// BenchmarkProbeUPSD is a whole probe of a real upsd with five UPSes, plain and
// with TLS.
func BenchmarkProbeUPSD(b *testing.B) {
	var devices []nuttest.Device
	for i := range 5 {
		d := device(b, "line-interactive")
		d.Name, d.Description = fmt.Sprint("ups", i), ""
		delete(d.Vars, "outlet.1.desc") // dummy-ups takes neither quotes
		delete(d.Vars, "outlet.2.desc") // nor anything but ASCII
		for name := range d.Vars {
			if strings.HasPrefix(name, "driver.") { // it has its own
				delete(d.Vars, name)
			}
		}
		devices = append(devices, d)
	}
	u := nuttest.StartUPSD(b, nuttest.UPSDOptions{Devices: devices, TLS: true})
	ca := filepath.Join(b.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, u.CAPEM(), 0o600); err != nil {
		b.Fatal(err)
	}
	for name, auths := range map[string]string{
		"plain": "", "TLS": "auths: {u: {targets: ['127.0.0.1:*'], tls: {ca_file: " + ca + "}}}\n",
	} {
		b.Run(name, func(b *testing.B) {
			p := prober(b, anyPort+auths)
			r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/probe?target="+u.Addr(), nil)
			for b.Loop() {
				w := httptest.NewRecorder()
				p.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatal(w.Body)
				}
			}
		})
	}
}
