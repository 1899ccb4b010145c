package local

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"
)

// A Notification is what Alertmanager sends to a webhook.
type Notification struct {
	Status       string            `json:"status"` // firing, resolved
	Receiver     string            `json:"receiver"`
	GroupLabels  map[string]string `json:"groupLabels"`
	CommonLabels map[string]string `json:"commonLabels"`
	Alerts       []Alert           `json:"alerts"`
}

// An Alert is one of a notification.
type Alert struct {
	Status      string            `json:"status"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
	StartsAt    time.Time         `json:"startsAt"`
}

// Name returns which rule made the alert.
func (a *Alert) Name() string { return a.Labels["alertname"] }

// maxNotification bounds what is taken of one.
const maxNotification = 4 << 20

// Receiver hands notifications over. It answers 400 to what is none.
func Receiver(each func(Notification)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var n Notification
		if err := json.NewDecoder(io.LimitReader(r.Body, maxNotification)).Decode(&n); err != nil {
			http.Error(w, "this is no notification of Alertmanager: "+err.Error(), http.StatusBadRequest)
			return
		}
		if n.Receiver == "" { // it was changed for here, and the path says it
			n.Receiver = strings.Trim(r.URL.Path, "/")
		}
		each(n)
	})
}
