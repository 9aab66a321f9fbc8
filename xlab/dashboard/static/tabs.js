// Pages side by side that are more than fit: what is on stands in the middle, with its neighbours on both sides.
const here = document.querySelector(".tabs [aria-current]");
if (here) here.parentElement.scrollLeft = here.offsetLeft - (here.parentElement.clientWidth - here.offsetWidth) / 2;
