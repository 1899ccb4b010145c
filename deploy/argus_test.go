package deploy

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// built is where Argus is built to, once for all tests.
var built, buildOnce = "", sync.Once{}

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "argus-deploy-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	built = filepath.Join(dir, "argus")
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// program builds Argus.
func program(t *testing.T) string {
	t.Helper()
	buildOnce.Do(func() {
		if out, err := exec.Command("go", "build", "-o", built, "..").CombinedOutput(); err != nil {
			t.Fatalf("build: %v\n%s", err, out)
		}
	})
	return built
}

// argus runs it until the test ends, allowed to probe simulated devices, with more of a configuration; it
// returns the address that it listens on.
func argus(t *testing.T, config string, args ...string) string {
	t.Helper()
	dir := t.TempDir()
	file := write(t, filepath.Join(dir, "argus.yml"), "targets: {allow: ['127.0.0.1:*']}\n"+config)
	address := free(t)
	launch(t, "http://"+address+"/-/ready", program(t), append([]string{
		"--config.file=" + file, "--web.listen-address=" + address, "--storage.path=" + filepath.Join(dir, "argus.db"),
	}, args...)...)
	return address
}

// TestArgusConfig holds that argus.yml is valid, and what it offers in comments, too.
func TestArgusConfig(t *testing.T) {
	command(t, program(t), "check-config", "argus.yml")
	command(t, program(t), "check-config", write(t, filepath.Join(t.TempDir(), "argus.yml"), uncomment(read(t, "argus.yml"))))
}
