package nuttest

import (
	"maps"
	"strings"
)

// Stats counts what clients have done since the server was made.
type Stats struct {
	Connections int            // accepted
	Open        int            // open now
	MostOpen    int            // open at the same time at most
	Handshakes  int            // of TLS, completed
	Reads       int            // from sockets that brought something: a burst of commands is one
	BytesRead   int64          // without what TLS adds
	Commands    map[string]int // by name: "LIST VAR", "VER"; those upsd does not know: "UNKNOWN"
}

// Stats returns the counts so far.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	stats := s.stats
	stats.Open = len(s.sessions)
	stats.Commands = maps.Clone(s.stats.Commands)
	return stats
}

func (s *Stats) opened(now int) {
	s.Connections++
	s.MostOpen = max(s.MostOpen, now)
}

func (s *Server) countRead(n int) {
	if n == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats.Reads++
	s.stats.BytesRead += int64(n)
}

// commandName is the name under which a command is counted. The set is closed, so that a client
// that sends noise does not fill the map.
func commandName(words []string) string {
	if len(words) == 0 {
		return "UNKNOWN"
	}
	switch verb := strings.ToUpper(words[0]); verb {
	case "LIST", "GET", "SET":
		if len(words) > 1 {
			return verb + " " + knownTopic(words[1])
		}
		return verb
	case "VER", "NETVER", "PROTVER", "HELP", "USERNAME", "PASSWORD", "LOGIN", "LOGOUT", "STARTTLS",
		"INSTCMD", "FSD", "PRIMARY", "MASTER":
		return verb
	}
	return "UNKNOWN"
}

func knownTopic(word string) string {
	switch topic := strings.ToUpper(word); topic {
	case "UPS", "VAR", "RW", "CMD", "CLIENT", "ENUM", "RANGE", "TYPE", "DESC", "CMDDESC", "UPSDESC",
		"NUMLOGINS", "TRACKING":
		return topic
	}
	return "UNKNOWN"
}
