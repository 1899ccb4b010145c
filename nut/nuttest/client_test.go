package nuttest_test

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
)

// lineClient is the least that can talk to a NUT server. It has nothing in common with the client
// that the servers of this package are made to test.
type lineClient struct {
	tb   testing.TB
	conn net.Conn
	in   *bufio.Reader
}

func dial(tb testing.TB, addr string) *lineClient {
	tb.Helper()
	conn, err := net.DialTimeout("tcp", addr, 5*time.Second)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = conn.Close() })
	c := &lineClient{tb: tb, conn: conn, in: bufio.NewReader(conn)}
	c.patience(10 * time.Second)
	return c
}

func (c *lineClient) patience(d time.Duration) {
	_ = c.conn.SetDeadline(time.Now().Add(d))
}

func (c *lineClient) write(text string) {
	c.tb.Helper()
	if _, err := io.WriteString(c.conn, text); err != nil {
		c.tb.Fatalf("write %q: %v", text, err)
	}
}

// read returns the next line, or what went wrong in angle brackets: "<closed>", "<silence>".
func (c *lineClient) read() string {
	line, err := c.in.ReadString('\n')
	if err == nil {
		return strings.TrimSuffix(line, "\n")
	}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		return line + "<silence>"
	}
	return line + "<closed>"
}

// ask sends a command and returns its answer: one line, or a list with its first and last line.
func (c *lineClient) ask(command string) []string {
	c.tb.Helper()
	c.write(command + "\n")
	lines := []string{c.read()}
	if !strings.HasPrefix(lines[0], "BEGIN LIST") {
		return lines
	}
	for len(lines) < 10000 {
		line := c.read()
		lines = append(lines, line)
		if strings.HasPrefix(line, "END LIST") || strings.HasSuffix(line, ">") {
			break
		}
	}
	return lines
}

func (c *lineClient) want(command string, answer ...string) {
	c.tb.Helper()
	if got := c.ask(command); !slices.Equal(got, answer) {
		c.tb.Errorf("%s\n got %s\nwant %s", command, strings.Join(got, " | "),
			strings.Join(answer, " | "))
	}
}

// variables returns what LIST VAR says, names and values with their quotes, and "" under the key
// "ERR" unless the server refused.
func (c *lineClient) variables(ups string) map[string]string {
	c.tb.Helper()
	vars := map[string]string{}
	for _, line := range c.ask("LIST VAR " + ups) {
		words := strings.SplitN(line, " ", 4)
		switch {
		case words[0] == "VAR" && len(words) == 4:
			vars[words[2]] = strings.Trim(words[3], `"`)
		case words[0] == "ERR":
			vars["ERR"] = words[1]
		}
	}
	return vars
}

func (c *lineClient) startTLS(config *tls.Config) error {
	c.tb.Helper()
	c.want("STARTTLS", "OK STARTTLS")
	conn := tls.Client(c.conn, config)
	if err := conn.Handshake(); err != nil {
		return err
	}
	c.conn, c.in = conn, bufio.NewReader(conn)
	return nil
}
